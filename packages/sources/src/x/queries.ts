import { createHash } from 'node:crypto'

/** Self-serve search takes no more; a longer rule could be streamed, but never read back after a gap. */
export const longestQuery = 512

/** Rules joined into as few search queries as their length lets them, in their order. */
export function queriesOf(rules: readonly string[]): string[] {
  const queries: string[][] = []
  for (const rule of rules) {
    const last = queries.at(-1)
    if (last && joined([...last, rule]).length <= longestQuery) last.push(rule)
    else queries.push([rule])
  }
  return queries.map(joined)
}

const joined = (rules: readonly string[]) =>
  rules.length === 1 ? (rules[0] as string) : rules.map((rule) => `(${rule})`).join(' OR ')

export const shortHash = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 12)
