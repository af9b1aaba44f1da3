export type DiffPart = { text: string; change: 'same' | 'added' | 'left out' }

const LIMIT = 600

/** How one text differs from another, word by word; texts of more than 600 words are compared whole. */
export function wordDiff(before: string, after: string): DiffPart[] {
  const a = before.split(/(\s+)/).filter(Boolean)
  const b = after.split(/(\s+)/).filter(Boolean)
  if (before === after) return [{ text: after, change: 'same' }]
  if (a.length > LIMIT || b.length > LIMIT) {
    return [
      { text: before, change: 'left out' },
      { text: after, change: 'added' },
    ]
  }
  return walk(a, b, longestCommon(a, b))
}

/** Lengths of the longest common subsequence of every pair of tails. */
function longestCommon(a: string[], b: string[]): Uint16Array[] {
  const table = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1))
  for (let i = a.length - 1; i >= 0; i--) {
    const row = table[i] as Uint16Array
    const below = table[i + 1] as Uint16Array
    for (let j = b.length - 1; j >= 0; j--)
      row[j] = a[i] === b[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0)
  }
  return table
}

function walk(a: string[], b: string[], table: Uint16Array[]): DiffPart[] {
  const out: DiffPart[] = []
  const add = (text: string, change: DiffPart['change']) => {
    const last = out.at(-1)
    if (last?.change === change) last.text += text
    else out.push({ text, change })
  }
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      add(a[i++] as string, 'same')
      j++
    } else if (i < a.length && (j >= b.length || (table[i + 1]?.[j] ?? 0) >= (table[i]?.[j + 1] ?? 0)))
      add(a[i++] as string, 'left out')
    else add(b[j++] as string, 'added')
  }
  return out
}
