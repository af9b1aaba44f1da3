import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { EmptyState } from '../../parts/state/empty-state.tsx'
import type { QueueSearch } from './search.ts'

type Props = { search: QueueSearch; change: (part: Partial<QueueSearch>) => void }

export function QueueEmpty({ search, change }: Props) {
  const filtered =
    search.product || search.lang || search.market || search.age || search.search || search.programme
  if (filtered) {
    const clear = {
      product: undefined,
      lang: undefined,
      market: undefined,
      age: undefined,
      search: undefined,
      programme: undefined,
    }
    return (
      <EmptyState title="No case matches these filters">
        <Button variant="default" onClick={() => change(clear as unknown as QueueSearch)}>
          Clear the filters
        </Button>
      </EmptyState>
    )
  }
  if (search.state === 'held')
    return (
      <EmptyState title="Nothing is on hold">
        Cases you set aside with h wait here; their clocks run on.
      </EmptyState>
    )
  if (search.state === 'concluded')
    return (
      <EmptyState title="Nothing waits for a signature">
        Concluded cases stay here until somebody signs them.
      </EmptyState>
    )
  if (search.state === 'decided')
    return <EmptyState title="Nothing is decided yet">Signed cases stay here to be read.</EmptyState>
  if (search.mine)
    return (
      <EmptyState title="You have no case">Choose one from a lane and press Enter to claim it.</EmptyState>
    )
  if (search.lane === 'sample')
    return (
      <EmptyState title="No sampled post waits">
        Of each closed period some posts that were not flagged are drawn, to estimate what was missed.{' '}
        <Link to="/quality">Quality</Link> says when the next are.
      </EmptyState>
    )
  return (
    <EmptyState title="No case waits here">
      Flagged posts appear by themselves, most urgent first. If you expected some, look at{' '}
      <Link to="/sources">sources and coverage</Link>.
    </EmptyState>
  )
}
