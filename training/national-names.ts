import type { MedicineRow } from './medicine-names.ts'

/**
 * How an international nonproprietary name is written in six other languages: "losartan" is losartana in Brazil, "valproate" valproaat
 * in the Netherlands. Rules, not lists: the stems are the same everywhere, the spelling and the ending follow the language.
 */

/** Applied in order; with `or` both spellings are in use and both go on. */
type Rule = [written: RegExp, becomes: string, both?: 'or']

/** American spellings that the international name does not share. */
const international: Rule[] = [
  [/ph(?=al|ra|in|et|en)/g, 'f', 'or'],
  [/cyclo/, 'ciclo', 'or'],
]

const german: Rule[] = [
  ...international,
  [/(?<=[aeiou][bdlmnt])e$/, ''],
  // "Kodein" beside "Codein", "Azetylzystein" beside "Acetylcystein".
  [/c(?=[aoulrt])/g, 'k', 'or'],
  [/(?<!^)c(?=[eiy])/g, 'z', 'or'],
]

const dutch: Rule[] = [
  [/cyclo/, 'ciclo', 'or'],
  [/ph/g, 'f'],
  [/chlor(?:o(?=th)|(?=[^aeiou]|am))/, 'chloor'],
  [/a(te|ne)$/, 'aa$1'],
  [/(?<=aa[tn]|[aeiou][lm]|on)e$/, ''],
  [/ene$/, 'een'],
  [/in$/, 'ine'],
]

const french: Rule[] = [...international, [/(?<=in|prim|[fx]en)$/, 'e']]

/** What Spanish, Italian and Portuguese spell alike, before the ending. */
const southern: Rule[] = [
  [/ph/g, 'f'],
  [/([tr])h/g, '$1'],
  [/ch(?=[lr]|ol)/g, 'c'],
  [/y/g, 'i'],
]

const iberian: Rule[] = [...southern, [/([bdfglmnpst])\1/g, '$1'], [/^s(?=[ckmpqt])/, 'es']]

const italianSpelling: Rule[] = [
  ...southern,
  [/quin/g, 'chin'],
  [/(?<!c)h/g, ''],
  [/k(?=[ei])/, 'ch', 'or'],
  [/ox(?=i)/, 'oss', 'or'],
  [/dexa/, 'desa', 'or'],
  [/ct/, 'tt', 'or'],
]

const portugueseSpelling: Rule[] = [
  ...iberian,
  [/w/g, 'v'],
  [/k/g, 'c', 'or'],
  [/m(?=[lsv])/, 'n', 'or'],
  [/rubicin/, 'rrubicin', 'or'],
]

const southernEndings: Rule[] = [
  [/(?<=in|[aeiou]s|id|im)e$/, 'a'],
  [/ate$/, 'ato'],
  [/platin$/, 'platino'],
  [/in$/, 'ina'],
  [/ane$/, 'ano'],
  [/ium$/, 'io'],
]

const iberianEndings: Rule[] = [
  ...southernEndings,
  [/ole$/, 'ol'],
  [/one$/, 'ona'],
  [/ene$/, 'eno'],
  [/(?<=[fx]en|[aeiou]c)$/, 'o'],
  [/(?<=prim)$/, 'a', 'or'],
]

const spanish: Rule[] = [...iberian, ...iberianEndings, [/il[ea]?$/, 'ilo', 'or'], [/zin/, 'cin', 'or']]

const italian: Rule[] = [
  ...italianSpelling,
  ...southernEndings,
  [/ida$/, 'ide'],
  [/ole?$/, 'olo'],
  [/(?<=[fx]en)$/, 'e'],
  [/asa$/, 'asi'],
  [/osa$/, 'osio'],
]

const portuguese: Rule[] = [
  ...portugueseSpelling,
  ...iberianEndings,
  [/platino$/, 'platina'],
  [/(?<=mab|[nx]ib|cept|[^e]ast|stat|mod)$/, 'e'],
  [/(?<=sartan|xaban|triptan|gatran|entan|tron|pion|stim|prost|af?il|fentanil|zil)$/, 'a', 'or'],
  [/urea$/, 'ureia'],
  [/(dipin|tid|triptan)a$/, '$1o', 'or'],
  [/limus$/, 'limo', 'or'],
]

const languages = [german, dutch, french, spanish, italian, portuguese]

function spelt(name: string, rules: readonly Rule[]): string[] {
  let forms = [name]
  for (const [written, becomes, both] of rules)
    forms = forms.flatMap((form) => {
      const other = form.replace(written, becomes)
      return both && other !== form ? [form, other] : [other]
    })
  return forms
}

/** "alendronic acid": the acid goes first in the south and is glued to the name in the north. */
function acids(name: string): string[] {
  const stem = /^([a-z]+)ic acid$/.exec(name)?.[1]
  if (stem === undefined) return []
  const southernStems = [iberian, italianSpelling, portugueseSpelling].flatMap((rules) => spelt(stem, rules))
  return [
    ...[stem, `${stem}in`].map((one) => `${one}säure`),
    ...spelt(stem, dutch).flatMap((one) => [`${one}zuur`, `${one}inezuur`]),
    `acide ${stem}ique`,
    ...southernStems.map((one) => `acido ${one}ico`),
  ]
}

/** The national forms of one international name, itself left out. */
export function nationalForms(name: string): string[] {
  const forms = /^[a-z]{6,}$/.test(name) ? languages.flatMap((rules) => spelt(name, rules)) : acids(name)
  return [...new Set(forms)].filter((form) => form !== name)
}

/** Forms that are a mineral, a sugar, an amino acid or a word of its own before they are a medicine: reviewed by hand. */
const notMedicines = new Set(
  'calcio calzium galactosa salicina salicine lawson indio galio gallio ferrico flavona crocina krocin tiroid nicotin nicotina taurin taurina betaina leucina leuzin valin valina maltosa maltosio manosa xilosa xilosio lactasa lactasi laktase lattasi spirulina espirulina arnika armina anetol anetolo cineolo luteina luteine lycopen lykopen teanina synefrine piperina spermidina threonin treonina perchlorat perclorato natriumcarbonat kaolina caolina ipecaco ipekac povidon kathin catina'.split(
    ' ',
  ),
)

export type NationalName = MedicineRow & { international: string }

/**
 * National names of the substances known to be given as medicines; the rest of the open lexicon is chemistry. `words` are ordinary and medical
 * words; a form that is already a name is left out.
 */
export function nationalNames(
  chosen: ReadonlyMap<string, MedicineRow>,
  given: ReadonlySet<string>,
  words: ReadonlySet<string>,
): NationalName[] {
  const branded = new Set(
    [...chosen.values()].flatMap(({ kind, substance }) => (kind === 'brand' ? substance.split(' / ') : [])),
  )
  const names = new Map<string, NationalName>()
  for (const { name, substance, kind } of chosen.values()) {
    if (kind !== 'substance' || !(given.has(name) || (name === substance && branded.has(name)))) continue
    for (const form of nationalForms(name)) {
      if (names.has(form) || chosen.has(form) || notMedicines.has(form) || words.has(form)) continue
      names.set(form, { name: form, substance, kind: 'substance', international: name })
    }
  }
  return [...names.values()]
}
