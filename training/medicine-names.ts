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

const partsOf = (substance: string): number => substance.split(' / ').length

/** "Insulin Lispro" cut to "insulin", "Aspirin And Dipyridamole" to "aspirin": a substance's own name means that one alone. */
function substanceNamed(name: string, substance: string): string {
  const alone = substanceOf(name)
  return substance.split(' / ').some((part) => part === alone || part.startsWith(`${alone} `))
    ? alone
    : substance
}

/**
 * Full names before names cut short, and single substances before combinations: "Tylenol" is no "Tylenol with Codeine", whichever the
 * list has first.
 */
function offerBrands(chosen: Chosen, rows: readonly LexiconRow[]): void {
  const brands = rows
    .map((row) => ({
      full: row.name.toLowerCase(),
      cut: cleanName(row.name),
      substance: substanceOf(row.generic),
    }))
    .filter(({ cut }) => plainName.test(cut))
    .sort((a, b) => partsOf(a.substance) - partsOf(b.substance))
  for (const { full, cut, substance } of brands) if (cut === full) offer(chosen, cut, substance, 'brand')
  for (const { cut, substance } of brands) offer(chosen, cut, substanceNamed(cut, substance), 'brand')
  for (const { cut, substance } of brands) {
    const head = cut.split(' ')[0] ?? ''
    if (head.length >= 5) offer(chosen, head, substanceNamed(head, substance), 'brand')
  }
}

function offerSubstance(chosen: Chosen, row: LexiconRow): void {
  const name = substanceOf(row.name)
  if (row.source.startsWith('DrugBank') && !oneWord.test(name)) return
  if (plainName.test(name) && name.length >= 4) offer(chosen, name, name, 'substance')
}

/** The kept name that one of the list is a misspelling of. */
function nearName(name: string, byStart: ReadonlyMap<string, string[]>): string | undefined {
  const limit = name.length >= 9 ? 2 : 1
  return byStart
    .get(name.slice(0, 1))
    ?.find((known) => known.length >= 6 && distance(name, known, limit) <= limit)
}

function offerMisspelling(chosen: Chosen, row: LexiconRow, byStart: ReadonlyMap<string, string[]>): void {
  const name = row.name.toLowerCase()
  if (!oneWord.test(name) || chosen.has(name)) return
  const target = chosen.get(nearName(name, byStart) ?? '')
  if (target) offer(chosen, name, target.substance, 'misspelling')
}

const knownBrand = /^[a-z]{5,24}$/

/** A name of the posts' lexicon is a brand where its substance is kept; its plurals and slips lie near a name of the same substance. */
function offerKnown(
  chosen: Chosen,
  row: LexiconRow,
  substances: ReadonlySet<string>,
  byStart: ReadonlyMap<string, string[]>,
): void {
  const name = row.name.toLowerCase()
  const generic = substanceOf(row.generic)
  const substance = [generic, generic.split(' ')[0] ?? ''].find((one) => substances.has(one))
  if (!substance || !knownBrand.test(name) || chosen.has(name)) return
  const near = chosen.get(nearName(name, byStart) ?? '')
  offer(chosen, name, substance, near?.substance === substance ? 'misspelling' : 'brand')
}

/**
 * Substances, brands and synonyms; then the brands that posts know; then only those misspellings that lie near a kept name. Of the last
 * two none is an ordinary or a medical word.
 */
export function chooseMedicines(
  rows: readonly LexiconRow[],
  dropped: ReadonlySet<string>,
  otherWords: ReadonlySet<string>,
): MedicineRow[] {
  const chosen: Chosen = new Map()
  for (const row of rows) if (row.kind === 'generic') offerSubstance(chosen, row)
  offerBrands(
    chosen,
    rows.filter(({ kind }) => kind === 'brand'),
  )
  for (const row of rows) {
    const name = row.name.toLowerCase()
    if (row.kind === 'synonym' && oneWord.test(name))
      offer(chosen, name, substanceOf(row.generic), 'substance')
  }
  for (const name of dropped) chosen.delete(name)
  const substances = new Set([...chosen.values()].map(({ substance }) => substance))
  const byStart = Map.groupBy(chosen.keys(), (name) => name.slice(0, 1))
  const spelled = rows.filter(({ name }) => !otherWords.has(name.toLowerCase()))
  for (const row of spelled) if (row.kind === 'brand/known') offerKnown(chosen, row, substances, byStart)
  for (const row of spelled)
    if (row.kind === 'misspelling' || row.kind === 'brand/known') offerMisspelling(chosen, row, byStart)
  for (const name of dropped) chosen.delete(name)
  return [...chosen.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}
