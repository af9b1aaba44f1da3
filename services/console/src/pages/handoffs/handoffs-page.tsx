import { type HandoffView, handoffStates } from '@hark/contract'
import { SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { handoffsQuery } from '../../api/handoffs.ts'
import { Instant } from '../../parts/clock/instant.tsx'
import { type Column, Table } from '../../parts/plot/table.tsx'
import { PracticeBadge } from '../../parts/practice/practice-badge.tsx'
import { Page } from '../../parts/shell/page.tsx'
import { EmptyState } from '../../parts/state/empty-state.tsx'
import { Loaded } from '../../parts/state/loaded.tsx'
import { HandoffActions } from './handoff-actions.tsx'
import css from './handoffs.module.css'

const columns: Column<HandoffView>[] = [
  {
    name: 'Case',
    cell: (h) => (
      <>
        <Link to="/cases/$id" params={{ id: h.caseId }} search={{}}>
          {h.caseNumber}
        </Link>{' '}
        <PracticeBadge practice={h.practice} />
      </>
    ),
  },
  { name: 'To', cell: (h) => h.destination },
  {
    name: 'State',
    cell: (h) => (
      <>
        <strong>{h.state}</strong>
        {h.supersededAt && <div className={css.aside}>opened again since: a follow-up corrects it</div>}
        {h.withdrawnAt && <div className={css.aside}>opened again before it left</div>}
      </>
    ),
  },
  { name: 'Signed', cell: (h) => <Instant at={h.createdAt} /> },
  { name: 'Sent', cell: (h) => <Instant at={h.sentAt} /> },
  { name: 'Acknowledged', cell: (h) => <Instant at={h.ackedAt} /> },
  { name: 'Safety case', cell: (h) => h.safetyCaseId ?? '–' },
  { name: 'Tries', cell: (h) => h.attempts, number: true },
  { name: 'Last error', cell: (h) => h.lastError ?? '' },
  { name: '', cell: (h) => <HandoffActions handoff={h} /> },
]
const states = ['all', ...handoffStates] as const

/** Signed cases on their way: what was forwarded must be acknowledged, pending or failed, and nothing else. */
export function HandoffsPage() {
  const { state } = useSearch({ from: '/handoffs' })
  const navigate = useNavigate()
  const query = useQuery(handoffsQuery(state))
  return (
    <Page
      title="Hand-offs"
      actions={
        <SegmentedControl
          aria-label="State"
          value={state ?? 'all'}
          onChange={(value) =>
            void navigate({
              to: '/handoffs',
              search: value === 'all' ? {} : { state: value as HandoffView['state'] },
              replace: true,
            })
          }
          data={[...states]}
        />
      }
    >
      <Loaded query={query}>
        {({ items, counts }) => (
          <>
            <Equation {...counts} />
            {items.length === 0 ? (
              <EmptyState title="Nothing was handed off">
                A forwardable case appears here the moment its decision is signed.
              </EmptyState>
            ) : (
              <Table
                label="Hand-offs"
                columns={columns}
                rows={items}
                id={(h) => h.id}
                bad={(h) => h.state === 'failed'}
              />
            )}
          </>
        )}
      </Loaded>
    </Page>
  )
}

type Counts = { forwarded: number; acked: number; pending: number; failed: number; withdrawn: number }

function Equation({ forwarded, acked, pending, failed, withdrawn }: Counts) {
  const difference = forwarded - acked - pending - failed - withdrawn
  return (
    <p className={css.equation} data-off={difference !== 0 || undefined}>
      <strong>{forwarded}</strong> forwarded = <strong>{acked}</strong> acknowledged +{' '}
      <strong>{pending}</strong> pending + <strong>{failed}</strong> failed + <strong>{withdrawn}</strong>{' '}
      withdrawn
      {difference !== 0 && ` · off by ${difference}: tell the operator`}
    </p>
  )
}
