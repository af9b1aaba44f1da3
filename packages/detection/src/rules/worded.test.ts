import { describe, expect, test } from 'vitest'
import { fold } from '../fold/fold.ts'
import { compileMatcher } from '../match/matcher.ts'
import { readText } from '../reading.ts'
import { loadLists } from '../resources.ts'
import { findSituations } from './situations.ts'
import { worded } from './worded.fixture.ts'
import { wordedElsewhere } from './worded-languages.fixture.ts'

const lists = loadLists()
const matcher = compileMatcher([
  { id: 'zorvex', group: 'zorvex', brand: 'Zorvex', substance: 'zorvexin', own: true, names: [] },
])

/** Every code the rules hold: `!` before seriousness, `#` before priority. */
function codesOf(text: string): string[] {
  const folded = fold(text)
  const { tokens, cues, events, patients } = readText(folded, matcher.inFolded(folded), null, lists)
  const { special, serious, priority } = findSituations(tokens, cues, events, patients, 0)
  return [
    ...special.map(({ code }) => code),
    ...serious.map(({ code }) => `!${code}`),
    ...priority.map(({ code }) => `#${code}`),
  ]
}

describe.each(Object.entries({ ...worded, ...wordedElsewhere }))(
  'situations as people word them: %s',
  (_, posts) => {
    test.each(posts)('%s: %s', (code, text) => {
      expect(codesOf(text)).toContain(code)
    })
  },
)

describe('what is no situation', () => {
  test.each([
    ['!DISABILITY', 'what if Zorvex leaves me unable to walk'],
    ['!MEDICALLY_IMPORTANT', 'FDA adds a warning of liver failure to Zorvex'],
    ['!MEDICALLY_IMPORTANT', 'does Zorvex cause seizures?'],
    ['OVERDOSE', 'switched to Zorvex two days after finishing antibiotics'],
    ['EXPIRED', 'took my last Zorvex three weeks ago'],
    ['EXPIRED', 'on Zorvex with a baby two weeks old'],
    ['MEDICATION_ERROR', 'they swapped me to Zorvex in March'],
    ['INTERACTION', 'Zorvex leaves a metallic taste, nothing else'],
    ['ABUSE', 'cycling to the pharmacy for my Zorvex'],
    ['PAEDIATRIC', 'lost the baby, was on Zorvex'],
    ['#CHILD', 'on Zorvex since I was 12'],
    ['#SUICIDALITY', 'living the dream, Zorvex and a frozen pizza'],
    ['LACK_OF_EFFICACY', 'three weeks of Zorvex and no rash'],
    ['LACK_OF_EFFICACY', "Zorvex didn't make me gain any weight"],
    ['LACK_OF_EFFICACY', '32 weeks pregnant on Zorvex and all is well'],
    ['LACTATION', 'we nurse patients on Zorvex every day'],
    ['LACTATION', 'nursing student on Zorvex here'],
    ['LACTATION', 'nursing a hangover with Zorvex'],
    ['LACTATION', 'fed up with Zorvex and the queue'],
    ['LACTATION', 'in aller Stille Zorvex abgesetzt'],
    ['LACTATION', "au sein de l'hôpital on m'a donné Zorvex"],
    ['LACTATION', 'Zorvex e dolore al seno'],
    ['LACTATION', 'dor no peito com Zorvex'],
    ['!MEDICALLY_IMPORTANT', 'police seized 300 Zorvex pills'],
    ['!MEDICALLY_IMPORTANT', 'my back seized up so I took Zorvex'],
    ['FALSIFIED', 'my son seized after Zorvex'],
  ])('%s does not hold: %s', (code, text) => {
    expect(codesOf(text)).not.toContain(code)
  })
})
