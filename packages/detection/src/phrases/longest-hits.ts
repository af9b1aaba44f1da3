import type { Hit } from './trie.ts'

/**
 * Longest first, left to right, none overlapping: how names and symptoms are read. At most `most`, since what follows
 * compares them with each other.
 */
export function longestHits<T>(hits: readonly Hit<T>[], most = 150): Hit<T>[] {
  const chosen: Hit<T>[] = []
  const sorted = [...hits].sort((a, b) => a.from - b.from || b.to - a.to)
  let end = 0
  for (const hit of sorted) {
    if (hit.from < end) continue
    if (chosen.length === most) break
    chosen.push(hit)
    end = hit.to
  }
  return chosen
}
