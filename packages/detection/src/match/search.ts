/** The next place from `from` where one of the words stands; null where there is none. */
export type Search = (text: string, from: number) => { index: number; word: string } | null

/** What must hold around a word: `whole` words begin where no Latin word goes on, and end as `ending` (sticky) says. */
export type Edges = { whole: boolean; ending: RegExp | null }

const longest = 5

/** Words by their first letters, longest word first; words shorter than that by all they have. */
function byBeginning(words: readonly string[]): [length: number, words: Map<string, string[]>][] {
  const groups = new Map<number, Map<string, string[]>>()
  for (const word of [...words].sort((a, b) => b.length - a.length || (a < b ? -1 : 1))) {
    const length = Math.min(longest, word.length)
    const group = groups.get(length) ?? new Map<string, string[]>()
    groups.set(length, group)
    const start = word.slice(0, length)
    group.set(start, [...(group.get(start) ?? []), word])
  }
  return [...groups].sort((a, b) => b[0] - a[0])
}

const insideWord = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 48 && code <= 57)

const slots = 65_536
const hashOn = (hash: number, code: number): number => (Math.imul(hash, 31) + code) | 0
const slotOf = (hash: number): number => (hash ^ (hash >>> 16)) & (slots - 1)

/** For each hash of first letters, a bit for each length some word begins with: most places of a text are ruled out by one look. */
function filterOf(groups: ReturnType<typeof byBeginning>): Uint8Array {
  const filter = new Uint8Array(slots)
  for (const [length, starts] of groups)
    for (const start of starts.keys()) {
      let hash = 0
      for (let i = 0; i < start.length; i++) hash = hashOn(hash, start.charCodeAt(i))
      const slot = slotOf(hash)
      filter[slot] = (filter[slot] as number) | (1 << length)
    }
  return filter
}

/** Lengths of beginnings that may stand at a place, as bits. */
function mayBegin(filter: Uint8Array, text: string, at: number): number {
  let hash = 0
  let lengths = 0
  for (let length = 1; length <= longest && at + length <= text.length; length++) {
    hash = hashOn(hash, text.charCodeAt(at + length - 1))
    lengths |= (filter[slotOf(hash)] as number) & (1 << length)
  }
  return lengths
}

/** Finds the words of a long list: only places whose letters begin one are looked at closer; of several, the longest is taken. */
export function searchOf(words: readonly string[], { whole, ending }: Edges): Search {
  const groups = byBeginning(words)
  const filter = filterOf(groups)
  const endsWell = (text: string, at: number): boolean => {
    if (!ending) return true
    ending.lastIndex = at
    return ending.test(text)
  }
  return (text, from) => {
    for (let at = from; at < text.length; at++) {
      if (whole && at > 0 && insideWord(text.charCodeAt(at - 1))) continue
      const lengths = mayBegin(filter, text, at)
      if (lengths === 0) continue
      for (const [length, starts] of groups) {
        if ((lengths & (1 << length)) === 0) continue
        const here = starts.get(text.slice(at, at + length))
        const word = here?.find((one) => text.startsWith(one, at) && endsWell(text, at + one.length))
        if (word !== undefined) return { index: at, word }
      }
    }
    return null
  }
}
