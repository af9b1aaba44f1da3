import type { EstimateView, SampleView } from '@hark/contract'
import { instantText } from '../../parts/clock/due-text.ts'
import { IntervalBar } from '../../parts/plot/interval-bar.tsx'
import { type Column, Table } from '../../parts/plot/table.tsx'
import { number } from '../../parts/words/numbers.ts'
import css from './quality.module.css'
import { estimateText, percent } from './shares.ts'

/** One row a period, newest first; intervals on one scale under one another, so that a trend is seen. */
export function SampleTable({ samples, target }: { samples: SampleView[]; target: number }) {
  const most = Math.max(0.01, ...samples.map((s) => s.elusion?.high ?? 0))
  const columns: Column<SampleView>[] = [
    { name: 'Period from', cell: (s) => instantText(s.from, 'UTC') },
    { name: 'Not flagged', cell: (s) => number(s.posts), number: true },
    { name: 'Drawn', cell: (s) => number(s.drawn), number: true },
    { name: '= read', cell: (s) => number(s.reviewed), number: true },
    { name: '+ to read', cell: (s) => number(s.pending), number: true },
    { name: '+ withdrawn', cell: (s) => number(s.withdrawn), number: true },
    { name: 'Missed', cell: (s) => <strong>{number(s.missed)}</strong>, number: true },
    { name: `Elusion, 0 to ${percent(most)}`, cell: (s) => <Share of={s.elusion} most={most} /> },
    {
      name: `Recall, 0 to 100 %, target ${percent(target)}`,
      cell: (s) => <Share of={s.recall} most={1} target={target} />,
    },
  ]
  return (
    <Table
      label="Samples by period"
      columns={columns}
      rows={samples}
      id={(s) => s.id}
      bad={(s) => s.recall !== null && s.recall.high < target}
    />
  )
}

type Share = { of: EstimateView | null; most: number; target?: number }

function Share({ of, ...scale }: Share) {
  if (!of) return <span className={css.quiet}>not known yet</span>
  return (
    <div className={css.share}>
      <IntervalBar {...of} {...scale} />
      <span className={css.quiet}>{estimateText(of)}</span>
    </div>
  )
}
