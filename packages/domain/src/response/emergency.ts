import { countryCode, euCountries } from './regulator.ts'
import { wordLists } from './words/index.ts'

type Help = { emergency: string; crisisLine: string | null }

/** Emergency number and a line to talk to, by country, as dialled there. A country not listed gets general words. */
const help: Record<string, Help> = {
  AT: { emergency: '112', crisisLine: 'Telefonseelsorge 142' },
  AU: { emergency: '000', crisisLine: 'Lifeline 13 11 14' },
  BE: { emergency: '112', crisisLine: '0800 32 123 / 1813' },
  CA: { emergency: '911', crisisLine: '988' },
  CH: { emergency: '112', crisisLine: 'Die Dargebotene Hand 143' },
  DE: { emergency: '112', crisisLine: 'TelefonSeelsorge 0800 1110111' },
  DK: { emergency: '112', crisisLine: 'Livslinien 70 201 201' },
  ES: { emergency: '112', crisisLine: '024' },
  FR: { emergency: '112', crisisLine: '3114' },
  GB: { emergency: '999', crisisLine: 'Samaritans 116 123' },
  IE: { emergency: '112', crisisLine: 'Samaritans 116 123' },
  IT: { emergency: '112', crisisLine: 'Telefono Amico 02 2327 2327' },
  NL: { emergency: '112', crisisLine: '113 (0800-0113)' },
  NZ: { emergency: '111', crisisLine: '1737' },
  SE: { emergency: '112', crisisLine: 'Mind 90101' },
  US: { emergency: '911', crisisLine: '988' },
}

/** What fills `{emergency}` and `{crisis_line}` for the author's likely country; general words where it is unknown. */
export function emergencySlots(
  country: string | null,
  lang: string,
): { emergency: string; crisis_line: string } {
  const words = wordLists[lang] ?? wordLists.en
  const code = country ? countryCode(country) : ''
  const known = help[code]
  const number = known?.emergency ?? (euCountries.includes(code) ? '112' : words.anyEmergency)
  return { emergency: number, crisis_line: known?.crisisLine ?? words.anyCrisisLine }
}
