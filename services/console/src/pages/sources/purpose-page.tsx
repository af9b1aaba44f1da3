import { type ProgrammeView, type PurposeBody, routes } from '@hark/contract'
import { Button, Group, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { call } from '../../api/client.ts'
import { programmesQuery } from '../../api/coverage.ts'
import { useWhyNot } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { Page } from '../../parts/shell/page.tsx'
import { EmptyState } from '../../parts/state/empty-state.tsx'
import { Refused } from '../../parts/state/error-state.tsx'
import { Loaded } from '../../parts/state/loaded.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import { Objective, Responsible, StrategyFields } from './programme-fields.tsx'
import { emptyForm, type ProgrammeForm, purposeOf, whyNotPurpose } from './programme-form.ts'
import { overtaken as isOvertaken, type PurposeDraft } from './purpose-draft.ts'
import { Asides, Overtaken } from './purpose-overtaken.tsx'
import css from './sources.module.css'
import { usePurposeDraft } from './use-purpose-draft.ts'

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
  const navigate = useNavigate()
  const client = useQueryClient()
  const { next } = useSearch({ from: '/programmes/$id/purpose' })
  const mayNot = useWhyNot('programme.change')
  const { draft, overtaken, write, forget } = usePurposeDraft(programme.id, purposeOf(formOf(programme)))
  const form = formOf(draft.purpose)
  const [reason, setReason] = useState('')
  const leave = () => {
    forget()
    if (next === 'source') return void navigate({ to: '/sources/new', search: { programme: programme.id } })
    void navigate({ to: '/sources', search: { tab: 'programmes' } })
  }
  const save = useAct({
    run: async () => {
      // Looked at once more: what somebody saved while this was open is shown, not written over.
      const { items } = await client.fetchQuery({ ...programmesQuery, staleTime: 0 })
      const now = items.find((p) => p.id === programme.id)
      if (now && isOvertaken(draft, purposeOf(formOf(now)))) return null
      return call(routes.coverage.changeProgramme, {
        params: { id: programme.id },
        body: { ...draft.purpose, reason: reason.trim() },
      })
    },
    refresh: [['programmes']],
    done: (reply) => reply && leave(),
  })
  const fields = useRef<HTMLFormElement>(null)
  const choose = (chosen: PurposeDraft) => {
    write(chosen)
    fields.current?.focus() // the button is gone
  }
  const set = (part: Partial<ProgrammeForm>) => write({ ...draft, purpose: purposeOf({ ...form, ...part }) })
  const why =
    mayNot ??
    (overtaken ? 'Choose first with which text to go on.' : null) ??
    whyNotPurpose(form) ??
    (reason.trim().length < 3 ? 'Say why it is changed.' : null)
  return (
    <>
      {overtaken && <Overtaken draft={draft} saved={purposeOf(formOf(programme))} write={choose} />}
      <form
        ref={fields}
        tabIndex={-1}
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
        <Asides draft={draft} write={write} />
      </form>
    </>
  )
}

/** The fields of the form that are its purpose, filled. */
const formOf = ({ objective, strategy, markets, languages, responsible }: PurposeBody): ProgrammeForm => ({
  ...emptyForm(''),
  ...{ objective, strategy, markets, languages, responsible },
})
