import { type PlatformView, type ProgrammeView, routes } from '@hark/contract'
import { Stepper } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import { platformsQuery, programmesQuery } from '../../../api/coverage.ts'
import { useAct } from '../../../api/use-act.ts'
import { forget, keep, kept } from '../../../parts/case/kept-text.ts'
import { Page } from '../../../parts/shell/page.tsx'
import { Loaded } from '../../../parts/state/loaded.tsx'
import sources from '../sources.module.css'
import { AddedStep } from './added-step.tsx'
import { configOf, startAnswers } from './answers.ts'
import { blank, filledIn, keepable, type NewSource } from './new-source.ts'
import { PlatformStep } from './platform-step.tsx'
import { PurposeStep } from './purpose-step.tsx'
import { SampleStep } from './sample-step.tsx'
import { SettingsStep } from './settings-step.tsx'
import { nameOf, TermsStep } from './terms-step.tsx'
import { usePushAddress } from './use-push-address.ts'

const steps = ['Programme', 'Platform', 'Settings', 'Live sample', 'Terms']

/** A source, in the order it should be thought through: purpose, platform, settings, a look, and the terms in one's own name. */
export function AddSourcePage() {
  const search = useSearch({ from: '/sources/new' })
  const navigate = useNavigate()
  const [step, setStep] = useState(0)
  const programmes = useQuery(programmesQuery)
  const platforms = useQuery(platformsQuery)
  const go = (part: { programme?: string; platform?: string }) =>
    void navigate({ to: '/sources/new', search: { ...search, ...part }, replace: true })
  const programme = programmes.data?.items.find((p) => p.id === search.programme)
  const platform = platforms.data?.items.find((p) => p.platform === search.platform)
  return (
    <Page title="Add a source">
      <Stepper className={sources.steps ?? ''} active={step} onStepClick={setStep} size="xs" mb="lg">
        {steps.map((name, n) => (
          <Stepper.Step key={name} label={name} allowStepSelect={n < step && step < steps.length} />
        ))}
      </Stepper>
      {step === 0 && (
        <PurposeStep
          chosen={search.programme}
          choose={(id) => go({ programme: id })}
          next={() => setStep(1)}
        />
      )}
      {step === 1 && (
        <PlatformStep
          chosen={search.platform}
          choose={(name) => go({ platform: name })}
          next={() => setStep(2)}
          back={() => setStep(0)}
        />
      )}
      {step > 1 && programme && platform && (
        <Configured
          key={`${programme.id} ${platform.platform}`}
          {...{ programme, platform, step, setStep }}
          again={() => {
            go({ platform: '' })
            setStep(1)
          }}
        />
      )}
      {step > 1 && !(programme && platform) && <Loaded query={platforms}>{() => null}</Loaded>}
    </Page>
  )
}

type Props = {
  programme: ProgrammeView
  platform: PlatformView
  step: number
  setStep: (step: number) => void
  again: () => void
}

function Configured({ programme, platform, step, setStep, again }: Props) {
  const KEY = `source.${platform.platform}`
  const [given, setGiven] = useState<NewSource>(() => started(platform, KEY))
  const name = nameOf({ platform, given })
  const push = usePushAddress(programme, platform, name, step < steps.length)
  const asked = () => ({
    platform: platform.platform,
    config: configOf(platform.fields, given.answers),
    credentials: filledIn(given.credentials),
  })
  const sample = useMutation({ mutationFn: () => call(routes.coverage.sample, { body: asked() }) })
  const add = useAct({
    run: async () => {
      const own = filledIn(given.hookSecrets)
      const made = push.address?.made ?? {}
      const added = await call(routes.coverage.addSource, {
        params: { id: programme.id },
        body: {
          ...asked(),
          name,
          hookSecrets: { ...made, ...own },
          permissionReference: given.permission.trim() || null,
          acknowledge: given.acknowledge.trim(),
        },
      })
      // What was made and shown before stands here a last time.
      const entered = Object.entries(made).filter(([secret]) => !(secret in own))
      return { ...added, made: { ...Object.fromEntries(entered), ...added.made } }
    },
    refresh: [['sources'], ['programmes'], ['session'], ['coverage']],
    done: () => {
      forget(KEY)
      push.forget()
      setGiven((g) => ({ ...g, credentials: {}, hookSecrets: {} }))
      setStep(steps.length)
    },
  })
  const set = (part: Partial<NewSource>) => {
    const next = { ...given, ...part }
    setGiven(next)
    keep(KEY, JSON.stringify(keepable(next)))
    // What was shown is no sample of what is asked for now.
    if (part.answers || part.credentials) sample.reset()
  }
  const shared = {
    programme,
    platform,
    given,
    set,
    next: () => setStep(step + 1),
    back: () => setStep(step - 1),
  }
  if (add.data) return <AddedStep added={add.data} {...{ name, platform, again }} />
  if (step === 2) return <SettingsStep {...shared} push={push} />
  if (step === 3) return <SampleStep {...shared} sample={sample} />
  return <TermsStep {...shared} next={() => add.mutate()} error={add.error} busy={add.isPending} />
}

/** What was written before a reload, without its secrets. */
function started({ fields }: PlatformView, key: string): NewSource {
  const before = JSON.parse(kept(key)?.body ?? '{}') as Partial<NewSource>
  return { ...blank, ...before, answers: { ...startAnswers(fields), ...before.answers } }
}
