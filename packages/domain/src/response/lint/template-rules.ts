import { isInForce } from '../template.ts'
import { block, type LintContext, type LintRule } from './lint-input.ts'
import { tokensOf } from './plain-text.ts'

/** R11: the text rests on a template that is in force now and whose slots all have a value. */
export const templateRule: LintRule = (c) => {
  const fix = 'Start again from a template in force.'
  if (!c.template) return [block('R11', 'The text rests on no approved template.', fix)]
  if (c.slotProblem) return [block('R11', c.slotProblem, 'Complete the programme’s reply settings.')]
  if (isInForce(c.template, c.at)) return []
  return [block('R11', `Template ${c.template.id} ${c.template.version} is not in force now.`, fix)]
}

/** R12: beyond its slots the text is the template's, but for punctuation, case and blanks; anything else needs MLR. */
export const freeTextRule: LintRule = (c) => {
  const apart = c.allowed.map((text) => difference(c, text))
  if (apart.length === 0 || apart.includes(null)) return []
  const [nearest] = apart.flatMap((d) => d ?? []).sort((a, b) => a.words - b.words)
  if (!nearest) return []
  return [
    block(
      'R12',
      'Differs from the template beyond its slots; free text needs MLR.',
      `The template says: “${nearest.instead}”`,
      nearest,
    ),
  ]
}

type Difference = { start: number; end: number; instead: string; words: number }

/** The stretch between the common beginning and the common end; null where nothing differs. */
function difference(c: LintContext, allowed: string): Difference | null {
  const [mine, theirs] = [c.tokens, tokensOf(allowed)]
  const shorter = Math.min(mine.length, theirs.length)
  let head = 0
  while (head < shorter && mine[head]?.word === theirs[head]?.word) head++
  if (head === mine.length && head === theirs.length) return null
  let tail = 0
  while (tail < shorter - head && mine.at(-1 - tail)?.word === theirs.at(-1 - tail)?.word) tail++
  const start = mine[head]?.start ?? c.text.length
  const end = Math.max(start, mine[mine.length - 1 - tail]?.end ?? start)
  const instead = allowed.slice(
    theirs[head]?.start ?? allowed.length,
    theirs[theirs.length - 1 - tail]?.end ?? 0,
  )
  return { start, end, instead, words: Math.max(mine.length, theirs.length) - head - tail }
}
