import { against, rate, ratio } from '../figures.ts'
import { jetstreamMatching } from './matching.ts'
import type { Replay } from './run.ts'

type Say = (line: string) => void

/** Goals of the replay: posts offered a second on two cores, events matched a second on one. */
const GOALS = { offered: 2_000, matching: 50_000 }
const MATCHING = { names: 5_000, matched: 0.005 }

export async function sayMatching(say: Say): Promise<void> {
  for (const all of [true, false]) {
    const m = await jetstreamMatching({ ...MATCHING, all, posts: all ? 20_000 : 60_000 })
    const what = all ? 'the whole stream as recorded' : 'posts and account events alone'
    say(
      `Jetstream matching, ${MATCHING.names} product names, ${what}: ${rate(m.events)} events per second of processor time, parse included (${against(m.events, GOALS.matching)}); against a bare JSON.parse of the same, ${rate(m.bareParse)}: ${ratio(m.events, m.bareParse)}`,
    )
  }
}

export function sayReplay(say: Say, r: Replay, matched: number): void {
  const { foretold, outcome } = r
  const offered = foretold.offered / r.seconds
  const cost = r.processorMs.reduce((sum, [, ms]) => sum + ms, 0)
  say(
    `replay of ${r.hours.toFixed(1)} h, ${rate(foretold.offered)} posts, ${100 * matched} % of them matched: ${rate(offered)} offered/s until the last was stored and judged, ${r.seconds.toFixed(0)} s (${against(offered, GOALS.offered)}); ${rate(outcome.stored / r.seconds)} stored and judged/s, ${(100 * outcome.flaggedShare).toFixed(0)} % flagged`,
  )
  say(
    `  against a bare JSON.parse of the same events, ${rate(r.parse)}/s: ${ratio(offered, r.parse)}; against a bare COPY of the stored posts, ${rate(r.copy)}/s: ${ratio(outcome.stored / r.seconds, r.copy)}`,
  )
  const parts = r.processorMs.slice(0, 7).map(([name, ms]) => `${name} ${ms.toFixed(3)}`)
  say(`  ${cost.toFixed(3)} ms of processor time an offered post: ${parts.join(', ')}`)
  for (const m of r.memory) {
    const slope = `${m.slope >= 0 ? '+' : ''}${m.slope.toFixed(1)} MB/h`
    say(
      `  memory of ${m.name}: start ${rate(m.start)} MB, median ${rate(m.median)}, peak ${rate(m.peak)}; last third ×${m.growth.toFixed(2)} of the middle third, ${slope}: ${m.verdict}`,
    )
  }
  for (const [what, holds] of Object.entries(held(r))) say(`  ${holds ? 'holds' : 'FAILS'}: ${what}`)
}

/** What must be so, or the rates say nothing. */
export function held({ foretold, outcome, connections }: Replay): Record<string, boolean> {
  const { offered, stored, duplicate, unmatched, rejected } = outcome
  return {
    [`offered ${offered}, foretold ${foretold.offered}, over ${connections} connection(s)`]:
      offered === foretold.offered + (connections > 1 ? duplicate : 0),
    [`stored ${stored}, foretold ${foretold.stored}`]: stored === foretold.stored,
    [`offered = stored + ${duplicate} duplicate + ${unmatched} unmatched + ${rejected} rejected`]:
      offered === stored + duplicate + unmatched + rejected && rejected === 0,
    [`deletions of stored posts ${outcome.deleted}, foretold ${foretold.deleted}`]:
      outcome.deleted === foretold.deleted,
    'hark balance': outcome.balance === 0,
    'hark verify': outcome.verify === 0,
    [`no gap (${outcome.gaps})`]: outcome.gaps === 0,
  }
}
