import type { Product, ProductName } from '@hark/domain'
import { fold } from '../fold/fold.ts'

/** One way of writing one product; `index` points into the product list. */
export type NameEntry = { index: number; name: string; kind: ProductName['kind']; ambiguous: boolean }

/** Folded name without its separators → every product so called (a substance may belong to several). */
export type NameTable = Map<string, NameEntry[]>

const separators = /[\s\-_#@.'’]+/g

export const nameKey = (folded: string): string => folded.replace(separators, '')

/** Words of a folded name, between which a post may put a space, a hyphen or nothing. */
export const nameParts = (name: string): string[] => fold(name).text.split(separators).filter(Boolean)

/** Whether brand and substance are names too, listed again or not; a gazetteer's substances are only what they resolve to. */
export type NamesOf = 'product' | 'list'

function allNames(product: Product, namesOf: NamesOf): ProductName[] {
  const listed = product.names
  if (namesOf === 'list') return listed
  const given = new Set(listed.map((entry) => nameKey(fold(entry.name).text)))
  const implied: ProductName[] = [
    { name: product.brand, kind: 'brand' },
    { name: product.substance, kind: 'substance' },
  ]
  return [...listed, ...implied.filter((entry) => entry.name && !given.has(nameKey(fold(entry.name).text)))]
}

export function nameTable(
  products: readonly Product[],
  namesOf: NamesOf,
): {
  table: NameTable
  written: Map<string, string[]>
} {
  const table: NameTable = new Map()
  const written = new Map<string, string[]>()
  products.forEach((product, index) => {
    for (const { name, kind, ambiguous } of allNames(product, namesOf)) {
      const parts = nameParts(name)
      const key = parts.join('')
      if (key.length < 2) continue
      const entries = table.get(key) ?? []
      if (!entries.some((entry) => entry.index === index))
        entries.push({ index, name, kind, ambiguous: ambiguous ?? false })
      table.set(key, entries)
      written.set(key, parts)
    }
  })
  return { table, written }
}
