import type { OpenImport } from '@hark/contract'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useSession } from '../../../api/session.ts'
import { Refused } from '../../../parts/state/error-state.tsx'
import add from '../add/add.module.css'
import { Step } from '../add/step.tsx'
import { Policy } from '../policy.tsx'

type Props = {
  file: OpenImport
  start: (acknowledge: string | null) => void
  back: () => void
  error: unknown
  busy: boolean
}

/** The terms of the file, read and accepted by name; invented posts have none. */
export function TermsStep({ file, start, back, error, busy }: Props) {
  const { person } = useSession()
  const [name, setName] = useState('')
  const { terms } = file
  const accepted = terms === null || name.trim() === person.printedName
  return (
    <Step
      title={terms ? 'The terms, in your name' : 'Import for practice'}
      says={
        terms
          ? `“${file.fileName}” for ${file.programme.name}. What you accept is kept with your name and the day, and enforced.`
          : `“${file.fileName}” becomes practice posts of ${file.programme.name}: nobody real is ever answered from there, and they count with no real ones.`
      }
      why={accepted ? null : `Write your name as it is printed: ${person.printedName}`}
      confirm="Import it"
      onConfirm={() => start(terms ? name.trim() : null)}
      back={back}
      busy={busy}
    >
      {terms && (
        <>
          <p className={add.statement}>{terms.statement}</p>
          <section aria-label="What the terms allow">
            <Policy policy={terms.policy} />
          </section>
          <TextInput
            label={`To accept this, write your name: ${person.printedName}`}
            required
            autoComplete="off"
            spellCheck={false}
            value={name}
            onChange={(e) => setName(e.currentTarget.value)}
          />
        </>
      )}
      <Refused error={error} />
    </Step>
  )
}
