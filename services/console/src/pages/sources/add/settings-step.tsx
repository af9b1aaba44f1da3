import { TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { platformName } from '../../../parts/words/names.ts'
import css from './add.module.css'
import { suggestedName, whyNotAnswered } from './answers.ts'
import { FieldInput } from './field-input.tsx'
import type { StepProps } from './new-source.ts'
import { PushAddressBox } from './push-address-box.tsx'
import { SecretInputs, sentence } from './secret-inputs.tsx'
import { Step } from './step.tsx'
import { nameOf } from './terms-step.tsx'
import type { usePushAddress } from './use-push-address.ts'

type Props = StepProps & { push: ReturnType<typeof usePushAddress> }

/** What is read of the platform, and with which credentials. */
export function SettingsStep({ platform, given, set, next, back, push }: Props) {
  const { fields, credentials, hookSecrets } = platform
  const missing = credentials.find(({ name, optional }) => !optional && !given.credentials[name])
  const why =
    whyNotAnswered(fields, given.answers) ?? (missing ? `${sentence(missing.label)}: not given yet` : null)
  const input = (field: (typeof fields)[number]) => (
    <FieldInput
      key={field.name}
      field={field}
      answer={given.answers[field.name]}
      onAnswer={(answer) => set({ answers: { ...given.answers, [field.name]: answer } })}
    />
  )
  const more = fields.filter((f) => f.more)
  return (
    <Step
      title={`${platformName(platform.platform)}: what is read?`}
      says="Nothing is saved yet: the next step tries it out."
      why={why}
      confirm="Next: live sample"
      onConfirm={next}
      back={back}
    >
      {fields.filter((f) => !f.more).map(input)}
      <TextInput
        label="Name of the source"
        description="As it stands in lists and charts"
        placeholder={suggestedName(platformName(platform.platform), fields, given.answers)}
        value={given.name}
        onChange={(e) => set({ name: e.currentTarget.value })}
      />
      {more.length > 0 && <More>{() => more.map(input)}</More>}
      <SecretInputs
        legend="Credentials"
        says="Sealed at once so that only the service that reads can open them; nobody sees them again, here or elsewhere."
        asked={credentials}
        given={given.credentials}
        onGive={(secrets) => set({ credentials: secrets })}
      />
      <PushAddressBox {...{ platform, push }} name={nameOf({ platform, given })} own={given.hookSecrets} />
      <SecretInputs
        legend="Secrets shared with the platform"
        says="They prove that what is pushed comes from it."
        asked={hookSecrets.map((s) => ({
          ...s,
          optional: true,
          empty: s.issued
            ? 'The platform gave it to you. Empty: nothing is pushed'
            : platform.pushAddress
              ? 'Empty: the one above. Write yours where the platform gave you one'
              : 'Empty: one is made',
        }))}
        given={given.hookSecrets}
        onGive={(secrets) => set({ hookSecrets: secrets })}
      />
    </Step>
  )
}

/** Built when it is opened: a text area that was never seen has no height to grow from. */
function More({ children }: { children: () => ReactNode }) {
  const [open, setOpen] = useState(false)
  return (
    <details className={css.details} onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>More settings: they hold as they are unless you change them</summary>
      {open && <div className={css.fields}>{children()}</div>}
    </details>
  )
}
