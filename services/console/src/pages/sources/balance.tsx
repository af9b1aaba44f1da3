import type { BalanceView } from '@hark/contract'
import { useQuery } from '@tanstack/react-query'
import { balanceQuery } from '../../api/coverage.ts'
import { type Column, Table } from '../../parts/plot/table.tsx'
import { EmptyState } from '../../parts/state/empty-state.tsx'
import { Loaded } from '../../parts/state/loaded.tsx'
import { number } from '../../parts/words/numbers.ts'
import css from './sources.module.css'

type Offered = BalanceView['offered'][number]
type Stored = BalanceView['stored'][number]

const offered: Column<Offered>[] = [
  { name: 'Day', cell: (r) => r.day },
  { name: 'Source', cell: (r) => r.source },
  { name: 'Offered', cell: (r) => number(r.offered), number: true },
  { name: '= unmatched', cell: (r) => number(r.unmatched), number: true },
  { name: '+ duplicate', cell: (r) => number(r.duplicate), number: true },
  { name: '+ stored', cell: (r) => number(r.stored), number: true },
  { name: '+ rejected', cell: (r) => number(r.rejected), number: true },
  { name: 'Difference', cell: (r) => <strong>{r.difference}</strong>, number: true },
]
const stored: Column<Stored>[] = [
  { name: 'Day', cell: (r) => r.day },
  { name: 'Source', cell: (r) => r.source },
  { name: 'Stored', cell: (r) => number(r.stored), number: true },
  { name: '= negative', cell: (r) => number(r.negative), number: true },
  { name: '+ in review', cell: (r) => number(r.inReview), number: true },
  { name: '+ decided', cell: (r) => number(r.decided), number: true },
  { name: '+ quarantined', cell: (r) => number(r.quarantined), number: true },
  { name: '+ erased', cell: (r) => number(r.erased), number: true },
  { name: '+ waiting', cell: (r) => number(r.waiting), number: true },
  { name: 'Difference', cell: (r) => <strong>{r.difference}</strong>, number: true },
]

/** The three sums that must be zero. */
export function Balance() {
  const query = useQuery(balanceQuery)
  return (
    <Loaded query={query}>
      {(b) => (
        <div className={css.list}>
          <p className={b.balanced ? css.good : css.bad} role="status">
            {b.balanced
              ? '✔ Every sum is 0: nothing was lost.'
              : 'A sum is not 0. Tell the operator; the row is marked below.'}
          </p>
          <ForwardedSum of={b.forwarded} kind={b.forwardedPractice ? 'real' : ''} />
          {b.forwardedPractice && <ForwardedSum of={b.forwardedPractice} kind="practice" />}
          {b.offered.length === 0 && (
            <EmptyState title="Nothing was offered yet">Each source and day has a row here.</EmptyState>
          )}
          {b.offered.length > 0 && (
            <Table
              label="Offered"
              columns={offered}
              rows={b.offered}
              id={(r) => r.sourceId + r.day}
              bad={(r) => r.difference !== 0}
            />
          )}
          {b.stored.length > 0 && (
            <Table
              label="Stored"
              columns={stored}
              rows={b.stored}
              id={(r) => r.sourceId + r.day}
              bad={(r) => r.difference !== 0}
            />
          )}
        </div>
      )}
    </Loaded>
  )
}

function ForwardedSum({ of, kind }: { of: BalanceView['forwarded']; kind: 'real' | 'practice' | '' }) {
  const what = `${kind} ${of.forwarded === 1 ? 'case' : 'cases'} forwarded`.trim()
  return (
    <p>
      <strong>{of.forwarded}</strong> {what} = {of.acked} acknowledged + {of.pending} pending + {of.failed}{' '}
      failed + {of.withdrawn} withdrawn, difference <strong>{of.difference}</strong>
    </p>
  )
}
