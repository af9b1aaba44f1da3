import type { ListeningView } from '@hark/contract'
import type { Gap } from '../../parts/plot/gap-bands.ts'

type Heard = Pick<ListeningView, 'gaps'>

/** Inside a gap nothing was heard, which is not the same as nothing said. */
export const heard = (view: Heard, at: string, value: number): number | null =>
  value === 0 && view.gaps.some((g) => g.from <= at && (g.to === null || at < g.to)) ? null : value

const seconds = (iso: string): number => Date.parse(iso) / 1000

export type Frame = { from: number; to: number; times: number[]; gaps: Gap[] }

/** What a plot spans and what in it is not covered, in seconds; each gap by its source and its reason. */
export function frameOf(view: Pick<ListeningView, 'from' | 'to' | 'series' | 'gaps'>): Frame {
  return {
    from: seconds(view.series[0]?.at ?? view.from),
    to: seconds(view.to),
    times: view.series.map((p) => seconds(p.at)),
    gaps: view.gaps.map((g) => ({
      from: seconds(g.from),
      to: seconds(g.to ?? view.to),
      label: `${g.source}: ${g.reason}`,
    })),
  }
}
