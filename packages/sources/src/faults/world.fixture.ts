/** Tests only: one item of a platform. Its words may change under the same id. */
export type Held = { n: number; atMs: number; words: string }

/** Tests only: what a platform holds, and how it lists it just now. */
export type World = {
  /** Oldest first. */
  held: Held[]
  pageSize: number
  /** It lists the newest so many, and no more. */
  reach: number
  /** What is asked for next leads back to where one was. */
  circles: boolean
}

export type Listed = { items: Held[]; next: string | null }

/** Newest first, by places from the top. In a circle the second page names itself as the next. */
export function fromTheTop(
  { held, pageSize, reach, circles }: World,
  place: string | null,
  wanted: (item: Held) => boolean = () => true,
): Listed {
  const newest = byDate(held.filter(wanted)).toReversed().slice(0, reach)
  const from = circles ? Math.min(Number(place ?? 0), pageSize) : Number(place ?? 0)
  const next = circles ? pageSize : from + pageSize
  return {
    items: newest.slice(from, from + pageSize),
    next: next < newest.length ? String(next) : null,
  }
}

/** As a platform sorts them: by the date they bear, whoever gave it. */
export const byDate = (held: readonly Held[]): Held[] => held.toSorted((a, b) => a.atMs - b.atMs)

/** `count` items, a second apart, the last of them at `untilMs`. */
export function items(firstNumber: number, count: number, untilMs: number): Held[] {
  return Array.from({ length: count }, (_, at) => {
    const n = firstNumber + at
    return { n, atMs: untilMs - (count - 1 - at) * 1_000, words: `word${n}a` }
  })
}
