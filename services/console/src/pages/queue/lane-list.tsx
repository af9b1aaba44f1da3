import type { QueuePage } from '@hark/contract'
import { lanes } from '@hark/domain'
import { laneNames } from '../../parts/words/names.ts'
import css from './queue.module.css'
import type { QueueSearch } from './search.ts'

type Props = {
  head: QueuePage | undefined
  search: QueueSearch
  change: (part: Partial<QueueSearch>) => void
}
type Item = {
  name: string
  count: number | undefined
  late?: number
  on: boolean
  part: Partial<QueueSearch>
}

const anywhere = {
  lane: undefined,
  state: undefined,
  mine: undefined,
  case: undefined,
} as unknown as QueueSearch

/** Lanes first, then the places a case may rest. */
export function LaneList({ head, search, change }: Props) {
  const plain = !search.lane && !search.state && !search.mine
  const items: Item[] = [
    { name: 'All waiting', count: sum(head), on: plain, part: {} },
    ...lanes.map((lane) => {
      const found = head?.lanes.find((l) => l.lane === lane)
      const count = head ? (found?.waiting ?? 0) : undefined
      return {
        name: laneNames[lane],
        count,
        late: found?.late ?? 0,
        on: search.lane === lane,
        part: { lane },
      }
    }),
    { name: 'On hold', count: head?.held, on: search.state === 'held', part: { state: 'held' } },
    {
      name: 'To be signed',
      count: head?.concluded,
      on: search.state === 'concluded',
      part: { state: 'concluded' },
    },
    { name: 'Decided', count: undefined, on: search.state === 'decided', part: { state: 'decided' } },
    { name: 'My cases', count: head?.mine, on: search.mine === true, part: { mine: true } },
  ]
  return (
    <nav className={css.lanes} aria-label="Lanes">
      {items.map((item) => (
        <button
          key={item.name}
          type="button"
          className={css.lane}
          aria-current={item.on ? 'true' : undefined}
          onClick={() => change({ ...anywhere, ...item.part })}
        >
          <span>{item.name}</span>
          <span className={css.laneCount}>
            {(item.late ?? 0) > 0 && <span className={css.late}>{item.late} late</span>}
            {item.count?.toLocaleString('en-GB')}
          </span>
        </button>
      ))}
    </nav>
  )
}

const sum = (head: QueuePage | undefined) => head?.lanes.reduce((all, l) => all + l.waiting, 0)
