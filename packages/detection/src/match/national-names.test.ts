import { describe, expect, test } from 'vitest'
import { nationalForms, nationalNames } from '../../../../training/national-names.ts'
import { loadResources } from '../resources.ts'

const gazetteer = loadResources().gazetteer()
const pairs = (table: string): string[][] =>
  table
    .trim()
    .split(/\s*\n\s*/)
    .flatMap((line) => line.split(', ').map((pair) => pair.split(' → ')))

/** National names as leaflets print them. */
const leaflets: Record<string, string> = {
  de: `torasemide → torasemid, tilidine → tilidin, amlodipine → amlodipin, leflunomide → leflunomid, moxonidine → moxonidin
    methotrexate → methotrexat, lercanidipine → lercanidipin, codeine → kodein, acetylcysteine → acetylcystein
    amiodarone → amiodaron, valproic acid → valproinsäure, mefenamic acid → mefenaminsäure, tibolone → tibolon, ezetimibe → ezetimib`,
  fr: `ketoprofen → ketoprofene, simvastatin → simvastatine, ciprofloxacin → ciprofloxacine, cisplatin → cisplatine
    tamoxifen → tamoxifene, trimethoprim → trimethoprime, enoxaparin → enoxaparine, naproxen → naproxene
    tranexamic acid → acide tranexamique, sitagliptin → sitagliptine`,
  es: `levothyroxine → levotiroxina, permethrin → permetrina, valproate → valproato, hydroxyzine → hidroxicina
    spironolactone → espironolactona, baclofen → baclofeno, loperamide → loperamida, omeprazole → omeprazol
    fentanyl → fentanilo, valproic acid → acido valproico, phenytoin → fenitoina, diclofenac → diclofenaco`,
  it: `ketoprofen → ketoprofene, letrozole → letrozolo, pantoprazole → pantoprazolo, bisoprolol → bisoprololo
    hydrochlorothiazide → idroclorotiazide, oxycodone → ossicodone, haloperidol → aloperidolo, lactulose → lattulosio
    spironolactone → spironolattone, heparin → eparina, theophylline → teofillina, hydroxychloroquine → idrossiclorochina`,
  nl: `methotrexate → methotrexaat, valproate → valproaat, methylphenidate → methylfenidaat, topiramate → topiramaat
    phenprocoumon → fenprocoumon, rosuvastatin → rosuvastatine, solifenacin → solifenacine, raloxifene → raloxifeen
    hydrochlorothiazide → hydrochloorthiazide, prednisolone → prednisolon, morphine → morfine, tranexamic acid → tranexaminezuur`,
  pt: `losartan → losartana, simvastatin → sinvastatina, amlodipine → anlodipino, adalimumab → adalimumabe
    bupropion → bupropiona, donepezil → donepezila, tirzepatide → tirzepatida, doxorubicin → doxorrubicina
    tofacitinib → tofacitinibe, rivaroxaban → rivaroxabana, montelukast → montelucaste, warfarin → varfarina
    tacrolimus → tacrolimo, celecoxib → celecoxibe, sumatriptan → sumatriptana, ketoconazole → cetoconazol, tamsulosin → tansulosina`,
}

describe.each(Object.entries(leaflets))('the names of %s', (_, table) => {
  test.each(pairs(table))('%s is written %s', (international, national) => {
    expect(nationalForms(international as string)).toContain(national)
    expect(gazetteer(`${national} 20 mg`).map(({ product }) => product.substance)).not.toEqual([])
  })
})

test('a national name is of the same substance', () => {
  const [match] = gazetteer('losartana')
  expect(match?.product.substance).toBe(gazetteer('losartan')[0]?.product.substance)
})

describe('no rule makes a medicine of', () => {
  test.each(
    `retina medicina proteina calcio ferrico indio galio latino marino festival dominio premio destino molina
      cortina piscina cocina oficina gasolina maquina rutina vecina propina salina gelatina nicotina taurina
      insulinresistent adrenalina kokain vitamin protein termin magazin roman benzin latein allein stein wein
      machine cuisine piscine vitamine routine copine farine origine moyenne bassine tartine marine ondine
      cantina cucina mattina patina macchina vaccino vicino magazzino bambino stazione canzone
      benzine gordijn citroen dominee kerosine antenne balkon seizoen
      menina piscina cozinha buzina esquina vacina farinha maltosa leucina arnika piperina`.split(/\s+/),
  )('%s', (word) => {
    expect(gazetteer(word)).toEqual([])
  })
})

test('what other names or words already mean is left out', () => {
  const substance = (name: string) => [name, { name, substance: name, kind: 'substance' }] as const
  const chosen = new Map([substance('losartan'), substance('valproate'), substance('valproat')])
  const names = (given: string[], words: string[]): string[] =>
    nationalNames(chosen, new Set(given), new Set(words)).map(({ name }) => name)
  expect(names(['losartan', 'valproate'], [])).toEqual(['losartana', 'valproaat', 'valproato'])
  expect(names(['losartan', 'valproate'], ['losartana'])).toEqual(['valproaat', 'valproato'])
  expect(names(['valproate'], [])).not.toContain('losartana')
})
