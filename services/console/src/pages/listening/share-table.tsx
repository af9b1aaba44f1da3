import type { ListeningView } from '@hark/contract'
import { BarList } from '../../parts/plot/bar-list.tsx'
import { counted } from '../../parts/words/numbers.ts'

type Props = { view: ListeningView; chosen: string | null; onChoose: (product: string) => void }

/** Share of voice: whose product is spoken of, and how. */
export function ShareTable({ view, chosen, onChoose }: Props) {
  return (
    <BarList
      label="Share of voice"
      onChoose={onChoose}
      items={view.products.map((p) => ({
        id: p.product,
        name: p.own ? p.product : `${p.product} (not ours)`,
        value: p.share,
        note: `${(p.share * 100).toFixed(0)} % · ${counted(p.posts, 'post')} · ${p.negative} negative, ${p.neutral} neutral, ${p.positive} positive`,
        on: chosen === p.product,
      }))}
    />
  )
}
