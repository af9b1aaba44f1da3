/** Cuts a word written without spaces into its words: `brainfogisreal` → brain fog is real. */
export type Splitter = (glued: string) => string[]

const longest = 18

/** `ranked`: words, commonest first. The cheapest cut wins, where a word costs the logarithm of its rank. */
export function splitter(ranked: readonly string[]): Splitter {
  const cost = new Map(ranked.map((word, rank) => [word, Math.log(rank + 20) + 1]))
  return (glued) => {
    if (glued.length > 60 || cost.has(glued)) return [glued]
    const best: number[] = [0]
    const cut: number[] = [0]
    for (let to = 1; to <= glued.length; to++) {
      best[to] = Number.POSITIVE_INFINITY
      for (let from = Math.max(0, to - longest); from < to; from++) {
        const word = cost.get(glued.slice(from, to))
        if (word === undefined || (best[from] ?? 0) + word >= (best[to] ?? 0)) continue
        best[to] = (best[from] ?? 0) + word
        cut[to] = from
      }
    }
    if (!Number.isFinite(best[glued.length])) return [glued]
    const parts: string[] = []
    for (let to = glued.length; to > 0; to = cut[to] ?? 0) parts.unshift(glued.slice(cut[to] ?? 0, to))
    return parts.length > 5 ? [glued] : parts
  }
}
