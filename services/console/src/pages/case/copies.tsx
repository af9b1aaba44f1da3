import type { PostView } from '@hark/contract'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Instant } from '../../parts/clock/instant.tsx'
import { wordDiff } from '../../parts/post-text/word-diff.ts'
import { Spelled } from '../../parts/post-text/words.tsx'
import { platformName } from '../../parts/words/names.ts'
import css from './case-page.module.css'

const SHOWN = 20

/** Copies of the index post: how many, and what each changed. */
export function Copies({ index, copies }: { index: PostView; copies: PostView[] }) {
  const [open, setOpen] = useState(false)
  const [shown, setShown] = useState(SHOWN)
  return (
    <section className={css.copies}>
      <Button variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>
        ×{copies.length + 1} · {open ? 'Hide' : 'Show'} {copies.length}{' '}
        {copies.length === 1 ? 'copy' : 'copies'} and differences
      </Button>
      {open && (
        <ol className={css.copyList}>
          {copies.slice(0, shown).map((copy) => (
            <li key={copy.id}>
              <Difference before={index.text} after={copy.text} />
              <span className={css.fact}>
                {platformName(copy.platform)} · {copy.author ?? 'author unknown'} ·{' '}
                <Instant at={copy.receivedAt} />
              </span>
            </li>
          ))}
        </ol>
      )}
      {open && copies.length > shown && (
        <Button variant="subtle" onClick={() => setShown(shown + SHOWN)}>
          Show more ({copies.length - shown})
        </Button>
      )}
    </section>
  )
}

const tags = { same: 'span', added: 'ins', 'left out': 'del' } as const

function Difference({ before, after }: { before: string | null; after: string | null }) {
  if (before === null || after === null) return <em>text erased</em>
  if (before === after) return <span className={css.fact}>the same text</span>
  let at = 0
  return (
    <bdi dir="auto">
      {wordDiff(before, after).map((part) => {
        const Tag = tags[part.change]
        at += part.text.length
        return (
          <Tag key={at}>
            <Spelled text={part.text} />
          </Tag>
        )
      })}
    </bdi>
  )
}
