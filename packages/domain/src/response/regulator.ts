import { contactsIn, isUnder } from './contact.ts'
import { wordLists } from './words/index.ts'

/** Where a member of the public reports a suspected reaction. Facts from each authority's own site; see `asOf`. */
export type RegulatorRoute = {
  /** ISO 3166-1 alpha-2. */
  country: string
  /** What the public calls it; the first is shown. */
  names: readonly [string, ...string[]]
  /** Addresses without scheme; the first is shown. */
  links: readonly [string, ...string[]]
  phones?: readonly string[]
}

/** When the table was last read through; part of the regulatory baseline. */
export const regulatorRoutesAsOf = '2026-11'

const route = (
  country: string,
  names: RegulatorRoute['names'],
  links: RegulatorRoute['links'],
  phones: readonly string[] = [],
): RegulatorRoute => ({ country, names, links, phones })

export const regulatorRoutes: readonly RegulatorRoute[] = [
  route('AT', ['BASG'], ['basg.gv.at']),
  route('BE', ['FAMHP', 'FAGG', 'AFMPS'], ['famhp.be', 'fagg.be', 'afmps.be']),
  route('BG', ['BDA'], ['bda.bg']),
  route('CY', ['Pharmaceutical Services'], ['moh.gov.cy/phs']),
  route('CZ', ['SÚKL'], ['sukl.gov.cz', 'sukl.cz']),
  route('DE', ['BfArM', 'PEI', 'Paul-Ehrlich-Institut'], ['nebenwirkungen.bund.de', 'bfarm.de', 'pei.de']),
  route('DK', ['Lægemiddelstyrelsen'], ['meldenbivirkning.dk', 'laegemiddelstyrelsen.dk']),
  route('EE', ['Ravimiamet'], ['ravimiamet.ee']),
  route('ES', ['AEMPS', 'notificaRAM'], ['notificaram.es', 'aemps.gob.es']),
  route('FI', ['Fimea'], ['fimea.fi']),
  route('FR', ['ANSM'], ['ansm.sante.fr', 'signalement.social-sante.gouv.fr']),
  route('GR', ['EOF'], ['eof.gr']),
  route('HR', ['HALMED'], ['halmed.hr']),
  route('HU', ['NNGYK'], ['nngyk.gov.hu', 'ogyei.gov.hu']),
  route('IE', ['HPRA'], ['hpra.ie']),
  route('IT', ['AIFA'], ['aifa.gov.it']),
  route('LT', ['VVKT'], ['vvkt.lrv.lt', 'vvkt.lt']),
  route('LU', ['Direction de la santé'], ['guichet.lu']),
  route('LV', ['ZVA'], ['zva.gov.lv']),
  route('MT', ['Medicines Authority'], ['medicinesauthority.gov.mt']),
  route('NL', ['Lareb'], ['lareb.nl']),
  route('PL', ['URPL'], ['urpl.gov.pl']),
  route('PT', ['INFARMED'], ['infarmed.pt']),
  route('RO', ['ANMDMR'], ['anm.ro']),
  route('SE', ['Läkemedelsverket'], ['lakemedelsverket.se']),
  route('SI', ['JAZMP'], ['jazmp.si']),
  route('SK', ['ŠÚKL'], ['sukl.sk']),
  route('IS', ['Lyfjastofnun'], ['lyfjastofnun.is']),
  route('NO', ['DMP'], ['dmp.no']),
  route('CH', ['Swissmedic'], ['swissmedic.ch']),
  route('GB', ['Yellow Card', 'MHRA'], ['yellowcard.mhra.gov.uk']),
  route(
    'US',
    ['FDA MedWatch', 'MedWatch', 'FDA'],
    ['fda.gov/medwatch', 'fda.gov/safety/medwatch'],
    ['1-800-FDA-1088', '1-800-332-1088'],
  ),
  route('CA', ['Health Canada', 'MedEffect'], ['canada.ca'], ['1-866-234-2345']),
  route('AU', ['TGA'], ['tga.gov.au']),
  route('NZ', ['Medsafe'], ['medsafe.govt.nz']),
  route('JP', ['PMDA'], ['pmda.go.jp']),
]

const aliases: Record<string, string> = { UK: 'GB', XI: 'GB', EL: 'GR' }
const europe = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ')

/** The 27 members of the European Union. */
export const euCountries: readonly string[] = europe

/** Country code as the table knows it: upper case, `UK`, `XI` and `EL` resolved. */
export function countryCode(country: string): string {
  const upper = country.trim().toUpperCase()
  return aliases[upper] ?? upper
}

export function regulatorFor(country: string): RegulatorRoute | null {
  const code = countryCode(country)
  return regulatorRoutes.find((r) => r.country === code) ?? null
}

/** Longer than this and the address alone is shown: a reply has 300 characters, and the address is what is needed. */
const SHOWN_WITH_NAME = 24

/** What fills `{regulator}`: the country's route, or the general words where the country is unknown or not listed. */
export function regulatorSlot(country: string | null, lang: string): string {
  const known = country ? regulatorFor(country) : null
  const named = known ? `${known.names[0]}, ${known.links[0]}` : ''
  if (known) return named.length <= SHOWN_WITH_NAME ? named : known.links[0]
  return (wordLists[lang] ?? wordLists.en).anyRegulator
}

const boundary = (name: string) => new RegExp(`(?<![\\p{L}\\p{N}])${name}(?![\\p{L}\\p{N}])`, 'u')

/** Every listed authority that a text names or links to. */
export function regulatorsIn(text: string): RegulatorRoute[] {
  const links = contactsIn(text).filter((c) => c.kind === 'url')
  return regulatorRoutes.filter(
    (r) =>
      r.names.some((name) => boundary(name).test(text)) ||
      r.links.some((allowed) => links.some((link) => isUnder(link.text, allowed))) ||
      (r.phones ?? []).some((number) => text.includes(number)),
  )
}
