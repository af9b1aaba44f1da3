import type { ConceptsView, ConclusionBody } from '@hark/contract'
import { findCase, findingsOf, textsOf } from '@hark/db'
import { codingsOf, DomainError } from '@hark/domain'
import type { ApiContext } from '../context.ts'

type Place = { post: string; start: number; end: number }

/** Beyond this a phrase is a story, and its concepts are those of its parts. */
const LONGEST = 300
const MOST = 5

/** What the words at this place of a post of the case may mean. Says nothing of a post that is erased or of another case. */
export async function conceptsOf(ctx: ApiContext, id: string, place: Place): Promise<ConceptsView> {
  const { id: caseId } = await findCase(ctx.db, id)
  const texts = await textsOf(ctx.db, caseId)
  const phrase = texts.find((t) => t.id === place.post)?.text?.slice(place.start, place.end) ?? ''
  if (phrase === '') throw new DomainError('not_found', 'There are no such words in this case.')
  if (phrase.length > LONGEST)
    throw new DomainError('input.too_large', 'Mark fewer words: what happened, not the whole story.')
  const [finding] = await findingsOf(ctx.db, [place.post])
  const lang = finding?.lang ?? 'und'
  return ctx.coder.ask({ ask: 'rank', phrase, lang, most: MOST })
}

/** Throws `decision.code_unknown` where a term is not a current one of the dictionary at hand. */
export async function assertCodings(ctx: ApiContext, conclusion: ConclusionBody): Promise<void> {
  for (const coding of codingsOf(conclusion)) {
    const fault = await ctx.coder.ask({ ask: 'fault', coding })
    if (fault) throw new DomainError('decision.code_unknown', fault)
  }
}

/** Which editions a conclusion was coded with, as public facts of its entry. */
export function editionsOf(conclusion: ConclusionBody): Record<string, string> {
  return Object.fromEntries(
    codingsOf(conclusion).flatMap(({ dictionary, version, sha256 }) => [
      [`${dictionary}_version`, version],
      [`${dictionary}_sha256`, sha256],
    ]),
  )
}
