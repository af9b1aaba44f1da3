import { routes } from '@hark/contract'
import { Button, Group, Stepper } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { call } from '../../api/client.ts'
import { useWhyNot } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { forget, keep, kept } from '../../parts/case/kept-text.ts'
import { Page } from '../../parts/shell/page.tsx'
import { Refused } from '../../parts/state/error-state.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import { PeopleFields, stepFields } from './programme-fields.tsx'
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
  const fields = useRef<HTMLElement>(null)
  const go = (to: number) => {
    setStep(to)
    // Who does not see the page hears which step it is, and stands before its first question.
    requestAnimationFrame(() => fields.current?.focus())
  }
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
  const Fields = stepFields[step] ?? PeopleFields
  return (
    <Page title="New programme">
      <Stepper className={css.steps ?? ''} active={step} onStepClick={go} size="xs" mb="lg">
        {steps.map((name, n) => (
          <Stepper.Step key={name} label={name} allowStepSelect={n <= reached} disabled={n > reached} />
        ))}
      </Stepper>
      <section ref={fields} className={css.form} aria-label={steps[step] ?? ''} tabIndex={-1}>
        <Fields form={form} set={set} />
        <Refused error={create.error} />
        <Group>
          {step > 0 && (
            <Button variant="default" onClick={() => go(step - 1)}>
              Back
            </Button>
          )}
          {step < 3 ? (
            <ReasonedButton why={why} onClick={() => go(step + 1)}>
              Next: {steps[step + 1]}
            </ReasonedButton>
          ) : (
            <ReasonedButton why={why} onClick={() => create.mutate()} loading={create.isPending}>
              Create programme
            </ReasonedButton>
          )}
          {why && <span className={css.quiet}>{why}</span>}
        </Group>
      </section>
    </Page>
  )
}
