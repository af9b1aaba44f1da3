import { Checkbox, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { sourcesQuery } from '../../../api/coverage.ts'
import { useSession } from '../../../api/session.ts'
import { Refused } from '../../../parts/state/error-state.tsx'
import { platformName } from '../../../parts/words/names.ts'
import { Policy } from '../policy.tsx'
import css from './add.module.css'
import { suggestedName } from './answers.ts'
import type { StepProps } from './new-source.ts'
import { Step } from './step.tsx'

type Props = StepProps & { error: unknown; busy: boolean }

/** What a source carries when nobody names it. */
export const nameOf = ({ platform, given }: Pick<StepProps, 'platform' | 'given'>): string =>
  given.name.trim() || suggestedName(platformName(platform.platform), platform.fields, given.answers)

/** The terms, read and accepted by name: from here on real people are listened to. */
export function TermsStep({ programme, platform, given, set, next, back, error, busy }: Props) {
  const { person } = useSession()
  const sources = useQuery(sourcesQuery)
  const name = nameOf({ platform, given })
  const taken = sources.data?.items.find((s) => s.programme.id === programme.id && s.name === name)
  const why =
    platform.needsPermission && given.permission.trim().length < 3
      ? 'Name the permission that is on file.'
      : taken && !given.replace
        ? 'There is a source of this name already.'
        : given.acknowledge.trim() === person.printedName
          ? null
          : `Write your name as it is printed: ${person.printedName}`
  return (
    <Step
      title="The terms, in your name"
      says={`“${name}” for ${programme.name}. What you accept is kept with your name and the day, and enforced.`}
      why={why}
      confirm="Listen to this source"
      onConfirm={next}
      back={back}
      busy={busy}
    >
      <p className={css.statement}>{platform.statement}</p>
      <section aria-label="What the terms allow">
        <Policy policy={platform.policy} />
      </section>
      {platform.needsPermission && (
        <TextInput
          label="Permission on file"
          description="The contract, approval or legal basis, as it can be found again"
          required
          value={given.permission}
          onChange={(e) => set({ permission: e.currentTarget.value })}
        />
      )}
      {taken && (
        <div className={css.trouble}>
          <p>
            {programme.name} has a source named “{name}” ({taken.state}). Go back to name this one otherwise,
            or set that one up anew:
          </p>
          <Checkbox
            label="Replace its settings and credentials with these, and let it run"
            checked={given.replace}
            onChange={(e) => set({ replace: e.currentTarget.checked })}
          />
        </div>
      )}
      <TextInput
        label={`To accept this, write your name: ${person.printedName}`}
        required
        autoComplete="off"
        spellCheck={false}
        value={given.acknowledge}
        onChange={(e) => set({ acknowledge: e.currentTarget.value })}
      />
      <Refused error={error} />
    </Step>
  )
}
