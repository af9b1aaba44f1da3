import type { ListeningView } from '@hark/contract'
import { useMemo } from 'react'
import { Plot } from '../../parts/plot/plot.tsx'
import { frameOf, heard } from './frame.ts'

type Props = { view: ListeningView; onPoint: (at: string) => void }

const useFrame = (view: ListeningView) => useMemo(() => frameOf(view), [view])

/** All posts, and those that may hold an adverse event, with the gaps of coverage drawn in. */
export function VolumePlot({ view, onPoint }: Props) {
  const frame = useFrame(view)
  const lines = useMemo(
    () => [
      { name: 'posts', values: view.series.map((p) => heard(view, p.at, p.posts)), ink: 'var(--plot-1)' },
      {
        name: 'possible adverse event',
        values: view.series.map((p) => heard(view, p.at, p.possibleAe)),
        ink: 'var(--plot-2)',
        dash: [5, 3],
      },
    ],
    [view],
  )
  return (
    <Plot
      label={`Posts per ${view.bucket}`}
      {...frame}
      lines={lines}
      onPoint={(n) => view.series[n] && onPoint(view.series[n].at)}
    />
  )
}

export function SentimentPlot({ view, onPoint }: Props) {
  const frame = useFrame(view)
  const lines = useMemo(
    () => [
      {
        name: 'negative',
        values: view.series.map((p) => heard(view, p.at, p.negative)),
        ink: 'var(--plot-neg)',
      },
      {
        name: 'neutral',
        values: view.series.map((p) => heard(view, p.at, p.neutral)),
        ink: 'var(--plot-neu)',
        dash: [2, 3],
      },
      {
        name: 'positive',
        values: view.series.map((p) => heard(view, p.at, p.positive)),
        ink: 'var(--plot-pos)',
        dash: [7, 3],
      },
    ],
    [view],
  )
  return (
    <Plot
      label={`Tone per ${view.bucket}`}
      {...frame}
      lines={lines}
      onPoint={(n) => view.series[n] && onPoint(view.series[n].at)}
    />
  )
}
