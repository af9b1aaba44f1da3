import { type Cue, type Cues, cuesOf } from '../cues/find-cues.ts'
import type { Tokens } from '../phrases/tokens.ts'
import type { FoundPatient } from './patients.ts'

/** What a text says around a situation that makes it nobody's: supposed, asked in general, told of no one, of an animal. */
export type Scope = { tokens: Tokens; cues: Cues; patients: readonly FoundPatient[] }

const hypothesisReach = 8
const turns = new Set('but and because since now aber und mais et pero y ma e maar en mas'.split(' '))

const sameSentence = (tokens: Tokens, a: number, b: number): boolean =>
  tokens.sentence[a] === tokens.sentence[b]

/** "What if it leaves me unable to walk": a supposition reaches on until the sentence turns. */
export function isSupposed(cue: Cue, { tokens, cues }: Scope): boolean {
  return cuesOf(cues, 'hypothesis').some((hypothesis) => {
    if (hypothesis.to > cue.from || !sameSentence(tokens, hypothesis.from, cue.from)) return false
    if (cue.from - hypothesis.to > hypothesisReach) return false
    return !tokens.words.slice(hypothesis.to, cue.from).some((word) => turns.has(word))
  })
}

/** "Does it cause seizures?": a question by nobody of nobody. */
export function isAskedOfNobody(cue: Cue, { tokens, cues }: Scope): boolean {
  if (cues.has('first_person') || cues.has('other_patient')) return false
  return tokens.asks[tokens.sentence[cue.from] ?? 0] ?? false
}

/** News, adverts and talk of people in general, with no patient told apart. */
export function isOfNobody({ cues, patients }: Scope): boolean {
  if (patients.length > 0) return false
  return cuesOf(cues, 'advert').length + cuesOf(cues, 'news').length + cuesOf(cues, 'quoted').length > 0
}
