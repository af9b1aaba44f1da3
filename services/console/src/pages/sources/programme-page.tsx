import { routes } from '@hark/contract'
import { Button, Group, Stepper, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { useWhyNot } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { forget, keep, kept } from '../../parts/case/kept-text.ts'
import { Page } from '../../parts/shell/page.tsx'
import { Refused } from '../../parts/state/error-state.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import { bodyOf, emptyForm, type ProgrammeForm, whyNotStep } from './programme-form.ts'
import css from './sources.module.css'

const KEY = 'programme'
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
const steps = ['People', 'Objective', 'Strategy', 'Technology']

/** A programme in the order it should be thought through; technology is locked until the rest is written. */
export function ProgrammePage() {
  const navigate = useNavigate()
  const mayNot = useWhyNot('programme.change')
  const [step, setStep] = useState(0)
  const [form, setForm] = useState<ProgrammeForm>(() => ({
    ...emptyForm(zone),
    ...JSON.parse(kept(KEY)?.body ?? '{}'),
  }))
  const set = (part: Partial<ProgrammeForm>) => {
    const next = { ...form, ...part }
    setForm(next)
    keep(KEY, JSON.stringify(next))
  }
  const create = useAct({
    run: () => call(routes.coverage.createProgramme, { body: bodyOf(form) }),
    refresh: [['programmes']],
    done: () => {
      forget(KEY)
      void navigate({ to: '/sources', search: { tab: 'programmes' } })
    },
  })
  const done = steps.findIndex((_, n) => whyNotStep(form, n) !== null)
  const reached = done === -1 ? steps.length : done
  const why = mayNot ?? whyNotStep(form, step)
  return (
    <Page title="New programme">
      <Stepper className={css.steps ?? ''} active={step} onStepClick={setStep} size="xs" mb="lg">
        {steps.map((name, n) => (
          <Stepper.Step key={name} label={name} allowStepSelect={n <= reached} disabled={n > reached} />
        ))}
      </Stepper>
      <div className={css.form}>
        <Fields step={step} form={form} set={set} />
        <Refused error={create.error} />
        <Group>
          {step > 0 && (
            <Button variant="default" onClick={() => setStep(step - 1)}>
              Back
            </Button>
          )}
          {step < 3 ? (
            <ReasonedButton why={why} onClick={() => setStep(step + 1)}>
              Next: {steps[step + 1]}
            </ReasonedButton>
          ) : (
            <ReasonedButton why={why} onClick={() => create.mutate()} loading={create.isPending}>
              Create programme
            </ReasonedButton>
          )}
          {why && <span className={css.quiet}>{why}</span>}
        </Group>
      </div>
    </Page>
  )
}

type FieldsProps = { step: number; form: ProgrammeForm; set: (part: Partial<ProgrammeForm>) => void }

function Fields({ step, form, set }: FieldsProps) {
  if (step === 0) {
    return (
      <>
        <TagsInput
          label="People responsible"
          description="Enter after each name"
          value={form.responsible}
          onChange={(responsible) => set({ responsible })}
        />
        <TextInput
          label="Entity that receives reports"
          value={form.receivingEntity}
          onChange={(e) => set({ receivingEntity: e.currentTarget.value })}
        />
        <TextInput
          label="Its time zone"
          description="Day 0 is a calendar day there, e.g. Europe/Berlin"
          value={form.receivingZone}
          onChange={(e) => set({ receivingZone: e.currentTarget.value })}
        />
      </>
    )
  }
  if (step === 1) {
    return (
      <>
        <TextInput label="Name" value={form.name} onChange={(e) => set({ name: e.currentTarget.value })} />
        <Textarea
          label="Objective"
          description="Why this company listens, in a few sentences"
          autosize
          minRows={3}
          value={form.objective}
          onChange={(e) => set({ objective: e.currentTarget.value })}
        />
      </>
    )
  }
  if (step === 2) {
    return (
      <>
        <Textarea
          label="Strategy"
          description="Where and how, what is left out, what happens with what is found"
          autosize
          minRows={3}
          value={form.strategy}
          onChange={(e) => set({ strategy: e.currentTarget.value })}
        />
        <TagsInput
          label="Markets"
          description="Two letters each, e.g. DE"
          value={form.markets}
          onChange={(markets) => set({ markets })}
        />
        <TagsInput
          label="Languages"
          description="Two letters each, e.g. de"
          value={form.languages}
          onChange={(languages) => set({ languages })}
        />
      </>
    )
  }
  return (
    <>
      <Textarea
        label="Products"
        description="One a line: Brand; substance; other names by comma. A ! before the brand says it is not ours."
        autosize
        minRows={5}
        placeholder="Zolvara; zolvaride; zolva, #zolvara"
        value={form.products}
        onChange={(e) => set({ products: e.currentTarget.value })}
      />
      <TextInput
        label="Account that replies (if any)"
        value={form.replyAccount}
        onChange={(e) => set({ replyAccount: e.currentTarget.value })}
      />
    </>
  )
}
