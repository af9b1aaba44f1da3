import { contactsIn, isSameContact } from '../contact.ts'
import { countryCode, euCountries, regulatorFor, regulatorsIn } from '../regulator.ts'
import { type WordList, wordLists } from '../words/index.ts'
import { block, type LintContext, type LintRule } from './lint-input.ts'
import { wholeWords, withoutAccents } from './plain-text.ts'

/** R4: the PV contact of the slots is in the text, whole. */
export const contactRule: LintRule = (c) => {
  const wanted = contactsIn(c.slots.pv_contact ?? '').filter((x) => x.kind !== 'mention')
  if (wanted.length === 0)
    return [
      block(
        'R4',
        'No PV contact is configured.',
        'Give the programme an e-mail address, telephone number or form link for safety.',
      ),
    ]
  const there = wanted.some((w) =>
    c.contacts.some((found) => found.kind === w.kind && isSameContact(found, w.text)),
  )
  return there ? [] : [block('R4', 'The PV contact is missing.', `Put back: ${c.slots.pv_contact}`)]
}

/** R5: the reporting route of the author's country; where that is unknown, of a market, or in general words. */
export const regulatorRule: LintRule = (c) => {
  const named = regulatorsIn(c.text)
  const own = c.authorCountry ? regulatorFor(c.authorCountry) : null
  if (own) {
    if (named.includes(own)) return []
    const fix = `Name ${own.names[0]} (${own.links[0]}).`
    return [
      named.length > 0
        ? block('R5', `Names the authority of another country; the author is likely in ${own.country}.`, fix)
        : block('R5', 'The reporting route of the author’s country is missing.', fix),
    ]
  }
  const fix =
    'Name the medicines authority of the author’s country, in general words if the country is not known.'
  const foreign = named.filter((r) => c.authorCountry || !inMarkets(r.country, c.markets))
  if (foreign.length > 0)
    return [
      block(
        'R5',
        `Names an authority outside the markets: ${foreign.map((r) => r.country).join(', ')}.`,
        fix,
      ),
    ]
  return named.length > 0 || saysAnyRegulator(c) ? [] : [block('R5', 'The reporting route is missing.', fix)]
}

const inMarkets = (country: string, markets: readonly string[]): boolean =>
  markets.some(
    (m) => countryCode(m) === country || (m.toUpperCase() === 'EU' && euCountries.includes(country)),
  )

function saysAnyRegulator(c: LintContext): boolean {
  const text = withoutAccents(c.text).toLowerCase()
  const ways = Object.values(wordLists).map((w) => withoutAccents(w?.anyRegulator ?? '').toLowerCase())
  return ways.some((way) => way !== '' && text.includes(way))
}

const professionals = wholeWords(
  Object.values(wordLists as Record<string, WordList>).flatMap((w) => w.professionals),
)

/** R6: the reader is sent to a doctor or pharmacist for medical questions. */
export const professionalRule: LintRule = (c) =>
  withoutAccents(c.text).search(professionals) >= 0
    ? []
    : [block('R6', 'The line on doctor or pharmacist is missing.', 'Say who answers medical questions.')]
