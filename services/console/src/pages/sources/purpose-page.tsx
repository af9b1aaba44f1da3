import { type ProgrammeView, routes } from '@hark/contract'
import { Button, Group, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { programmesQuery } from '../../api/coverage.ts'
import { useWhyNot } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { forget, keep, kept } from '../../parts/case/kept-text.ts'
import { Page } from '../../parts/shell/page.tsx'
import { EmptyState } from '../../parts/state/empty-state.tsx'
import { Refused } from '../../parts/state/error-state.tsx'
import { Loaded } from '../../parts/state/loaded.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import { Objective, Responsible, StrategyFields } from './programme-fields.tsx'
import { emptyForm, type ProgrammeForm, purposeOf, whyNotPurpose } from './programme-form.ts'
import css from './sources.module.css'

/** People, objective and strategy of a programme, written anew with a reason. */
export function PurposePage() {
  const { id } = useParams({ from: '/programmes/$id/purpose' })
  const query = useQuery(programmesQuery)
  return (
    <Loaded query={query}>
      {({ items }) => {
        const programme = items.find((p) => p.id === id)
        return (
          <Page title={programme ? `Purpose of ${programme.name}` : 'There is no such programme'}>
            {programme ? (
              <Purpose key={id} programme={programme} />
            ) : (
              <EmptyState title="There is no such programme">The address may be mistyped.</EmptyState>
            )}
          </Page>
        )
      }}
    </Loaded>
  )
}

function Purpose({ programme }: { programme: ProgrammeView }) {
  const KEY = `purpose.${programme.id}`
  const navigate = useNavigate()
  const { next } = useSearch({ from: '/programmes/$id/purpose' })
  const mayNot = useWhyNot('programme.change')
  const [form, setForm] = useState<ProgrammeForm>(() => started(programme, KEY))
  const [reason, setReason] = useState('')
  const leave = () => {
    forget(KEY)
    if (next === 'source') return void navigate({ to: '/sources/new', search: { programme: programme.id } })
    void navigate({ to: '/sources', search: { tab: 'programmes' } })
  }
  const save = useAct({
    run: () =>
      call(routes.coverage.changeProgramme, {
        params: { id: programme.id },
        body: { ...purposeOf(form), reason: reason.trim() },
      }),
    refresh: [['programmes']],
    done: leave,
  })
  const set = (part: Partial<ProgrammeForm>) => {
    const next = { ...form, ...part }
    setForm(next)
    keep(KEY, JSON.stringify(purposeOf(next)))
  }
  const why = mayNot ?? whyNotPurpose(form) ?? (reason.trim().length < 3 ? 'Say why it is changed.' : null)
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (!why && !save.isPending) save.mutate()
      }}
    >
      <Responsible form={form} set={set} />
      <Objective form={form} set={set} />
      <StrategyFields form={form} set={set} />
      <TextInput
        label="Reason for the change"
        description="Goes into the record as you write it; what was written before is kept with it."
        value={reason}
        onChange={(e) => setReason(e.currentTarget.value)}
      />
      <Refused error={save.error} />
      <Group>
        <Button variant="default" onClick={leave}>
          Cancel
        </Button>
        <ReasonedButton type="submit" why={why} loading={save.isPending}>
          Save
        </ReasonedButton>
        {why && <span className={css.quiet}>{why}</span>}
      </Group>
    </form>
  )
}

/** As it is written now, or as somebody began to rewrite it here. */
const started = (p: ProgrammeView, key: string): ProgrammeForm => ({
  ...emptyForm(p.receivingZone),
  objective: p.objective,
  strategy: p.strategy,
  markets: p.markets,
  languages: p.languages,
  responsible: p.responsible,
  ...JSON.parse(kept(key)?.body ?? '{}'),
})
