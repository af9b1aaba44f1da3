import type { Tokens } from '../phrases/tokens.ts'
import type { CueEntry, LanguageResources } from '../resources.ts'

/** A cue or rule phrase found: tokens `from` … `to - 1`. */
export type Cue = { section: string; note: string; from: number; to: number }

/** Cues by section, in order of appearance. */
export type Cues = ReadonlyMap<string, Cue[]>

/** A post says no more than this in one way; what does is an attack on time. */
const mostOfASection = 100

const none: Cue[] = []
export const cuesOf = (cues: Cues, section: string): Cue[] => cues.get(section) ?? none

/** Causal phrases of either strength; `.strong` ones say outright that one thing made the other. */
export const causalCues = (cues: Cues): Cue[] => [...cuesOf(cues, 'causal.strong'), ...cuesOf(cues, 'causal')]

/** Finds every cue; medicines and symptoms must be marked in `tokens` before, since cues are built around them. */
export function findCues(tokens: Tokens, resources: LanguageResources): Map<string, Cue[]> {
  const cues = new Map<string, Cue[]>()
  for (const { from, to, value } of resources.cues.findAll(tokens)) {
    const { section, note } = value as CueEntry
    const found = cues.get(section)
    // A gap lets one phrase match several ways; the list keeps the first and grows it.
    const last = found?.at(-1)
    if (last && last.from === from) last.to = Math.max(last.to, to)
    else if (found && found.length >= mostOfASection) continue
    else if (found) found.push({ section, note, from, to })
    else cues.set(section, [{ section, note, from, to }])
  }
  return cues
}
