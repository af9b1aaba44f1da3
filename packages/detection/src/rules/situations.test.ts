import type { PriorityFlag, Product, Seriousness, SpecialSituation } from '@hark/domain'
import { describe, expect, test } from 'vitest'
import { detect } from '../detect.ts'
import { compileMatcher } from '../match/matcher.ts'
import { loadResources } from '../resources.ts'

const resources = loadResources()
const product: Product = {
  id: 'zorvex',
  group: 'zorvex',
  brand: 'Zorvex',
  substance: 'zorvexin',
  own: true,
  names: [],
}
const matcher = compileMatcher([product])
const read = (text: string) => detect({ text }, matcher, resources)[0]

describe('special situations', () => {
  test.each<[SpecialSituation, string]>([
    ['PREGNANCY_MATERNAL', '8 wks pregnant still on Zorvex, ok?'],
    ['PREGNANCY_PATERNAL', 'my husband takes Zorvex and we are trying for a baby'],
    ['LACTATION', 'breastfeeding and on Zorvex'],
    ['OVERDOSE', 'took 6 Zorvex by mistake'],
    ['OVERDOSE', 'he overdosed on Zorvex'],
    ['ABUSE', 'they crush Zorvex to get high'],
    ['MISUSE', 'splitting my Zorvex patch to stretch it'],
    ['OFF_LABEL', 'using Zorvex for weight loss'],
    ['MEDICATION_ERROR', 'pharmacy gave me the wrong strength of Zorvex'],
    ['OCCUPATIONAL', 'splashed in the eye while compounding Zorvex'],
    ['LACK_OF_EFFICACY', 'Zorvex does nothing for me'],
    ['LACK_OF_EFFICACY', 'Zorvex stopped working'],
    ['INFECTIOUS_AGENT', 'got an infection from the Zorvex vial'],
    ['UNEXPECTED_BENEFIT', 'Zorvex also cleared my acne'],
    ['INTERACTION', 'Zorvex and wine is a bad mix'],
    ['FALSIFIED', 'these Zorvex pills look fake'],
    ['PQC', 'my Zorvex pen jammed'],
    ['EXPIRED', 'took expired Zorvex'],
    ['PAEDIATRIC', 'my 4-year-old is on Zorvex'],
    ['ELDERLY', 'my grandma takes Zorvex'],
    ['PREGNANCY_MATERNAL', 'Bin in der 8. Woche schwanger und nehme Zorvex'],
    ['LACK_OF_EFFICACY', 'Zorvex wirkt bei mir nicht'],
    ['LACK_OF_EFFICACY', 'Zorvex me fait rien'],
    ['OVERDOSE', "j'ai pris une double dose de Zorvex"],
    ['PREGNANCY_MATERNAL', 'Estoy embarazada y tomo Zorvex'],
    ['MEDICATION_ERROR', 'Tomé Zorvex por error'],
    ['LACTATION', 'Allatto e prendo Zorvex'],
    ['EXPIRED', 'Ho preso Zorvex scaduto'],
    ['PQC', 'Mijn Zorvex pen is kapot'],
    ['OVERDOSE', 'dubbele dosis Zorvex genomen'],
    ['PREGNANCY_MATERNAL', 'Estou grávida e tomo Zorvex'],
    ['LACK_OF_EFFICACY', 'Zorvex não faz efeito'],
  ])('%s without an event is flagged: %s', (code, text) => {
    const finding = read(text)
    expect(finding?.special).toContain(code)
    expect(finding?.flagged).toBe(true)
    expect(finding?.evidence.some(({ kind, note }) => kind === 'special' && note === code)).toBe(true)
  })

  test.each<[SpecialSituation, string]>([
    ['PREGNANCY_MATERNAL', 'Zorvex and not pregnant'],
    ['OVERDOSE', 'never overdosed on Zorvex'],
    ['PAEDIATRIC', 'my son (34) takes Zorvex'],
    ['ELDERLY', 'my 30-year-old brother takes Zorvex'],
  ])('%s does not hold: %s', (code, text) => {
    expect(read(text)?.special).not.toContain(code)
  })
})

describe('seriousness', () => {
  test.each<[Seriousness, string]>([
    ['DEATH', 'my uncle died on Zorvex'],
    ['LIFE_THREATENING', 'Zorvex nearly killed me, throat closed up'],
    ['HOSPITALISATION', 'Zorvex put me in the hospital for a week'],
    ['DISABILITY', 'Zorvex left me permanently disabled'],
    ['CONGENITAL', 'born with a cleft lip after Zorvex'],
    ['MEDICALLY_IMPORTANT', 'had a seizure on Zorvex'],
    ['MEDICALLY_IMPORTANT', 'ended up in the ER after Zorvex'],
    ['DEATH', 'Meine Mutter ist nach Zorvex gestorben'],
    ['HOSPITALISATION', 'hospitalisé à cause du Zorvex'],
    ['LIFE_THREATENING', 'casi me muero por Zorvex'],
    ['HOSPITALISATION', 'ricoverato per colpa di Zorvex'],
    ['DEATH', 'mijn vader is overleden na Zorvex'],
    ['HOSPITALISATION', 'minha avó foi internada por causa do Zorvex'],
  ])('%s: %s', (code, text) => {
    expect(read(text)?.seriousness).toContain(code)
  })
})

describe('priority', () => {
  test.each<[PriorityFlag, string]>([
    ['DEATH', 'my mum died after Zorvex'],
    ['SUICIDALITY', 'Zorvex made me want to kill myself'],
    ['LIFE_THREATENING', 'anaphylaxis from Zorvex'],
    ['PREGNANCY', 'pregnant and took Zorvex'],
    ['CHILD', 'my toddler vomited after Zorvex'],
    ['WITHDRAWAL_DEPENDENCE', 'Zorvex withdrawal day 4'],
    ['SUICIDALITY', 'seit Zorvex habe ich Suizidgedanken'],
    ['SUICIDALITY', 'con Zorvex tengo ganas de morirme'],
  ])('%s: %s', (code, text) => {
    expect(read(text)?.priority).toContain(code)
  })
})
