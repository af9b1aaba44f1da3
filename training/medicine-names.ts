/** Chooses which rows of the open medicine lexicon ship: `name → substance`, never a row whose name is noise. */

export type LexiconRow = { name: string; generic: string; source: string; kind: string }
export type MedicineRow = {
  name: string
  substance: string
  kind: 'brand' | 'substance' | 'misspelling' | 'slang'
}

const packWords = /\s+(?:w\/|in\s|kit\b|and\b|preservative|sulfite|\d).*$/
const salts =
  /\s+(?:hydrochloride|hydrobromide|sodium|potassium|calcium|magnesium|sulfate|sulphate|tartrate|bitartrate|succinate|fumarate|maleate|mesylate|besylate|acetate|phosphate|citrate|nitrate|dihydrate|monohydrate|trihydrate|anhydrous|hemihydrate|dimesylate|tosylate|oxalate|pamoate|propionate|dipropionate|furoate|valerate|disoproxil|medoxomil|axetil|bromide|chloride|saccharate|aspartate|gluconate|lactate|malate|axetil)\b/g

/** `Escitalopram Oxalate` → `escitalopram`; combinations stay joined by ` / `. */
export function substanceOf(generic: string): string {
  const parts = generic
    .toLowerCase()
    .split(/\s*[;/]\s*/)
    .map((part) => part.replace(/,.*$/, '').replace(salts, '').replace(/\s+/g, ' ').trim())
  return [...new Set(parts.filter(Boolean))].slice(0, 4).join(' / ')
}

function cleanName(raw: string): string {
  return raw
    .toLowerCase()
    .replace(/\(.*?\)/g, ' ')
    .replace(packWords, '')
    .replace(/['’`]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

const plainName = /^[a-zà-ÿ][a-zà-ÿ]+(?:[- ][a-zà-ÿ0-9]{1,14}){0,2}$/
const oneWord = /^[a-zà-ÿ]{6,24}$/

/** Edit distance up to `limit`, else `limit + 1`; names are short, so the plain table is enough. */
export function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      row.push(Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost))
    }
    previous = row
  }
  return previous[b.length] ?? limit + 1
}

type Chosen = Map<string, MedicineRow>

function offer(chosen: Chosen, name: string, substance: string, kind: MedicineRow['kind']): void {
  if (name.length < 3 || !substance || chosen.has(name)) return
  chosen.set(name, { name, substance, kind })
}

function offerBrand(chosen: Chosen, row: LexiconRow): void {
  const name = cleanName(row.name)
  if (!plainName.test(name)) return
  const substance = substanceOf(row.generic)
  offer(chosen, name, substance, 'brand')
  const head = name.split(' ')[0] ?? ''
  if (head !== name && head.length >= 5) offer(chosen, head, substance, 'brand')
}

function offerSubstance(chosen: Chosen, row: LexiconRow): void {
  const name = substanceOf(row.name)
  if (row.source.startsWith('DrugBank') && !oneWord.test(name)) return
  if (plainName.test(name) && name.length >= 4) offer(chosen, name, name, 'substance')
}

function offerMisspelling(chosen: Chosen, row: LexiconRow, byStart: Map<string, string[]>): void {
  const name = row.name.toLowerCase()
  if (!oneWord.test(name) || chosen.has(name)) return
  const limit = name.length >= 9 ? 2 : 1
  const near = byStart
    .get(name.slice(0, 1))
    ?.find((known) => known.length >= 6 && distance(name, known, limit) <= limit)
  const target = near ? chosen.get(near) : undefined
  if (target) offer(chosen, name, target.substance, 'misspelling')
}

/** Substances, brands and synonyms; then only those misspellings that lie near a kept name and are no medical word themselves. */
export function chooseMedicines(
  rows: readonly LexiconRow[],
  dropped: ReadonlySet<string>,
  medicalWords: ReadonlySet<string>,
): MedicineRow[] {
  const chosen: Chosen = new Map()
  for (const row of rows) if (row.kind === 'generic') offerSubstance(chosen, row)
  for (const row of rows) if (row.kind === 'brand') offerBrand(chosen, row)
  for (const row of rows) {
    const name = row.name.toLowerCase()
    if (row.kind === 'synonym' && oneWord.test(name))
      offer(chosen, name, substanceOf(row.generic), 'substance')
  }
  for (const name of dropped) chosen.delete(name)
  const byStart = Map.groupBy(chosen.keys(), (name) => name.slice(0, 1))
  for (const row of rows)
    if (
      (row.kind === 'misspelling' || row.kind === 'brand/known') &&
      !medicalWords.has(row.name.toLowerCase())
    )
      offerMisspelling(chosen, row, byStart)
  for (const name of dropped) chosen.delete(name)
  return [...chosen.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}
