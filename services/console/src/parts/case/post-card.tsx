import type { PostView } from '@hark/contract'
import { Button } from '@mantine/core'
import { type ReactNode, useMemo, useState } from 'react'
import { Instant } from '../clock/instant.tsx'
import { hidesSomething } from '../post-text/invisible.ts'
import { PostText } from '../post-text/post-text.tsx'
import type { Mark } from '../post-text/segment.ts'
import { Words } from '../post-text/words.tsx'
import { PracticeBadge } from '../practice/practice-badge.tsx'
import { languageName, platformName } from '../words/names.ts'
import css from './case.module.css'
import { evidenceMarks, toldMarks } from './marks.ts'
import { Shaded } from './shaded.tsx'

type Props = {
  post: PostView
  marks?: readonly Mark[]
  lit?: string | null
  onLight?: (kind: string | null) => void
  actions?: ReactNode
  shade?: boolean
  /** Why what it answers or quotes is not here. */
  lacks?: string | undefined
}

const none: readonly Mark[] = []

/** A post as written, with where it came from. Images are never fetched: only what they were said to show. */
export function PostCard({ post, marks = none, lit = null, onLight, actions, shade = false, lacks }: Props) {
  const [raw, setRaw] = useState(false)
  const hides = useMemo(() => post.text !== null && hidesSomething(post.text), [post.text])
  const all = useMemo(
    () => [...evidenceMarks(post), ...marks, ...toldMarks(post.id, lit)],
    [post, marks, lit],
  )
  return (
    <article
      className={css.post}
      data-role={post.role}
      aria-label={`Post of ${post.author ?? 'an unknown author'}`}
    >
      {lacks && <p className={css.gone}>{lacks}</p>}
      {post.text === null ? (
        <p className={css.gone}>{post.erased ? 'The text was erased.' : 'The text is not held.'}</p>
      ) : (
        <Shaded on={shade}>
          <PostText
            postId={post.id}
            text={post.text}
            lang={post.lang}
            marks={all}
            lit={lit}
            onLight={onLight}
            chips={!raw}
          />
        </Shaded>
      )}
      <Media post={post} />
      <footer className={css.postFoot}>
        <Provenance post={post} />
        {hides && (
          <Button variant="subtle" size="compact-xs" onClick={() => setRaw(!raw)}>
            {raw ? 'Show invisible characters' : 'Show as its readers saw it'}
          </Button>
        )}
        {actions}
      </footer>
    </article>
  )
}

function Media({ post }: { post: PostView }) {
  return post.media.map((m) => (
    <p key={m.kind + m.alt} className={css.media}>
      [{m.kind}
      {m.alt ? (
        <>
          : <Words text={m.alt} />
        </>
      ) : (
        ', not described'
      )}
      ]
    </p>
  ))
}

/** Where a post came from, when, and what became of it there. */
function Provenance({ post }: { post: PostView }) {
  return (
    <>
      <PracticeBadge practice={post.practice} />
      <span>{post.author ?? 'author unknown'}</span>
      <span>{platformName(post.platform)}</span>
      <span>{languageName(post.lang)}</span>
      <span>
        received <Instant at={post.receivedAt} />
      </span>
      {post.postedAt && (
        <span>
          dated by its author <Instant at={post.postedAt} />
        </span>
      )}
      {post.versions > 1 && <span>{post.versions} versions</span>}
      {post.removedAt && (
        <span className={css.removed}>
          {post.removalReason ?? 'removed'} at its source <Instant at={post.removedAt} />
        </span>
      )}
      {post.url && (
        <a href={safeHref(post.url)} target="_blank" rel="noreferrer noopener">
          at its source ↗
        </a>
      )}
    </>
  )
}

/** A link of a stranger's post: only web addresses are followed. */
const safeHref = (url: string): string | undefined => (/^https?:\/\//i.test(url) ? url : undefined)
