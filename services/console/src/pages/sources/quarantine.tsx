import { routes, type QuarantineItem as Schema } from '@hark/contract'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../api/client.ts'
import { quarantineQuery } from '../../api/coverage.ts'
import { useWhyNot } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { Instant } from '../../parts/clock/instant.tsx'
import { type Column, Table } from '../../parts/plot/table.tsx'
import { PracticeBadge } from '../../parts/practice/practice-badge.tsx'
import { EmptyState } from '../../parts/state/empty-state.tsx'
import { Refused } from '../../parts/state/error-state.tsx'
import { Loaded } from '../../parts/state/loaded.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import { shortId } from '../../parts/words/short-id.ts'

type Item = (typeof Schema)['_zod']['output']

const columns: Column<Item>[] = [
  {
    name: 'Post',
    cell: (q) => (
      <>
        <code>{shortId(q.postId)}</code> <PracticeBadge practice={q.practice} />
      </>
    ),
  },
  { name: 'Source', cell: (q) => q.source },
  { name: 'Since', cell: (q) => <Instant at={q.since} /> },
  { name: 'Tries', cell: (q) => q.attempts, number: true },
  { name: 'Last error', cell: (q) => q.lastError ?? '' },
  { name: '', cell: (q) => <Retry postId={q.postId} /> },
]

/** Posts that could not be processed. Their clocks run, so they stay in sight. */
export function Quarantine() {
  const query = useQuery(quarantineQuery)
  return (
    <Loaded query={query}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState title="Nothing is in quarantine">
            A post that cannot be processed after several tries waits here to be tried again.
          </EmptyState>
        ) : (
          <Table label="Quarantine" columns={columns} rows={items} id={(q) => q.postId} />
        )
      }
    </Loaded>
  )
}

function Retry({ postId }: { postId: string }) {
  const mayNot = useWhyNot('quarantine.release')
  const retry = useAct({
    run: () => call(routes.coverage.retry, { params: { id: postId }, body: {} }),
    refresh: [['quarantine'], ['balance']],
  })
  return (
    <>
      <ReasonedButton
        variant="default"
        size="compact-sm"
        why={mayNot}
        onClick={() => retry.mutate()}
        loading={retry.isPending}
      >
        Try again
      </ReasonedButton>
      <Refused error={retry.error} />
    </>
  )
}
