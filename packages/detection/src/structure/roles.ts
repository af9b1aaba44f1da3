import type { MedicineMention, MedicineRole, Span } from '@hark/domain'
import { type Cue, type Cues, cuesOf } from '../cues/find-cues.ts'
import { spanOf } from '../evidence.ts'
import type { Match } from '../match/matcher.ts'
import type { Tokens } from '../phrases/tokens.ts'

type Run = { from: number; to: number; match: Match }

/** The tokens of each match. */
function runsOf(tokens: Tokens, matches: readonly Match[]): Run[] {
  let at = 0
  return [...matches]
    .sort((a, b) => a.from - b.from)
    .map((match) => {
      while (at < tokens.words.length && (tokens.end[at] ?? 0) <= match.from) at++
      let to = at
      while (to < tokens.words.length && (tokens.start[to] ?? 0) < match.to) to++
      return { from: at, to: Math.max(to, at + 1), match }
    })
}

const inside = (run: Run, cue: Cue): boolean => run.from >= cue.from && run.to <= cue.to
const decided: readonly [role: MedicineRole, section: string][] = [
  ['compared', 'role.compared'],
  ['relief', 'role.relief'],
  ['concomitant', 'role.concomitant'],
]

/** A phrase of a role speaks of the first medicine in it: a gap may have run on to the next. */
const subjectOf = (cue: Cue, runs: readonly Run[]): Run | undefined => runs.find((run) => inside(run, cue))

/** A strong cause that names one medicine only. "Since" and "after" fit every medicine taken at the time and decide nothing. */
function blamed(run: Run, cues: Cues, runs: readonly Run[]): Cue | undefined {
  return cuesOf(cues, 'causal.strong').find(
    (cue) =>
      inside(run, cue) && runs.every((other) => other.match.index === run.match.index || !inside(other, cue)),
  )
}

type Role = { role: MedicineRole; by: Cue | null }

function roleOf(run: Run, cues: Cues, runs: readonly Run[], usual: MedicineRole): Role {
  for (const [role, section] of decided) {
    const by = cuesOf(cues, section).find((cue) => subjectOf(cue, runs) === run)
    if (by) return { role, by }
  }
  const by = blamed(run, cues, runs)
  return by ? { role: 'suspect', by } : { role: usual, by: null }
}

/**
 * The role of every medicine named. Suspect is the default and wins over every other reading of the same product elsewhere in the
 * text: one mention in passing makes a blamed medicine no bystander. `others`, which are none of the programme's products, are
 * concomitant until something blames them.
 */
export function rolesOf(
  tokens: Tokens,
  cues: Cues,
  matches: readonly Match[],
  others: readonly Match[] = [],
): MedicineMention[] {
  const outside = new Set(others)
  const runs = runsOf(tokens, [...matches, ...others])
  const read = runs.map((run) => ({
    run,
    ...roleOf(run, cues, runs, outside.has(run.match) ? 'concomitant' : 'suspect'),
  }))
  const accused = new Set(
    read.filter(({ role, by }) => role === 'suspect' && by).map(({ run }) => run.match.index),
  )
  return read.map(({ run, role, by }) => {
    const { start, end, text, product, index } = run.match
    const span = (cue: Cue): Span => spanOf(tokens, cue.from, cue.to)
    const kept = accused.has(index) && role === 'concomitant' ? 'suspect' : role
    return { start, end, text, productId: product.id, role: kept, by: by && span(by) }
  })
}
