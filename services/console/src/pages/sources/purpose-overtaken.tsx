import type { PurposeBody } from '@hark/contract'
import { Button, Group } from '@mantine/core'
import type { ReactNode } from 'react'
import css from './purpose.module.css'
import {
  differences,
  fields,
  goOnWithMine,
  inWords,
  type PurposeDraft,
  swap,
  takeSaved,
} from './purpose-draft.ts'

type Props = { draft: PurposeDraft; saved: PurposeBody; write: (draft: PurposeDraft) => void }

/** Two texts where there can be one: both are shown, and a person says with which to go on. */
export function Overtaken({ draft, saved, write }: Props) {
  return (
    <section className={css.overtaken} aria-label="Somebody changed this since">
      <div role="alert">
        <h2>Somebody changed this since you began</h2>
        <p>Choose with which text to go on. The other one stays at hand below the form.</p>
      </div>
      {differences(saved, draft.purpose).map((field) => (
        <div key={field}>
          <h3>{fields[field]}</h3>
          <dl className={css.both}>
            <Text name="Saved now">{inWords(saved[field])}</Text>
            <Text name="Yours, not saved">{inWords(draft.purpose[field])}</Text>
          </dl>
        </div>
      ))}
      <Group>
        <Button variant="default" onClick={() => write(goOnWithMine(draft, saved))}>
          Go on with mine
        </Button>
        <Button variant="default" onClick={() => write(takeSaved(draft, saved))}>
          Go on with what is saved
        </Button>
      </Group>
    </section>
  )
}

const Text = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>
      <bdi>{children || '(nothing)'}</bdi>
    </dd>
  </div>
)

/** What was not chosen, to read and copy from, or to go back to. */
export function Asides({ draft, write }: Pick<Props, 'draft' | 'write'>) {
  return draft.asides.map((aside, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text put aside keeps its place
    <details key={at} className={css.aside}>
      <summary>{aside.whose === 'yours' ? 'What you had written' : 'What somebody saved since'}</summary>
      <dl>
        {differences(aside.purpose, draft.purpose).map((field) => (
          <Text key={field} name={fields[field]}>
            {inWords(aside.purpose[field])}
          </Text>
        ))}
      </dl>
      <Button variant="default" onClick={() => write(swap(draft, at))}>
        Write with this instead
      </Button>
    </details>
  ))
}
