import { useQuery } from '@tanstack/react-query'
import { historyQuery } from '../../api/cases.ts'
import { Timeline } from '../../parts/case/timeline.tsx'
import { Loaded } from '../../parts/state/loaded.tsx'
import { Card } from './card.tsx'

/** Everything that happened to the case, from the ledger. */
export function History({ id }: { id: string }) {
  const query = useQuery(historyQuery(id))
  return (
    <Card title="History">
      <Loaded query={query}>{({ items }) => <Timeline items={items} />}</Loaded>
    </Card>
  )
}
