import type { MedicineRole } from '@hark/domain'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { read } from './structure.fixture.ts'

describe('roles of medicines', () => {
  test.each<[string, MedicineRole[]]>([
    ['got hives from Zorvex', ['suspect']],
    ['hives since Zorvex, I am also on Quillane', ['suspect', 'concomitant']],
    ['Zorvex gave me a migraine, took Quillane for the migraine', ['suspect', 'relief']],
    ['unlike Quillane, Zorvex made me sick', ['compared', 'suspect']],
    ['switched from Quillane to Zorvex and now I have hives', ['compared', 'suspect']],
    [
      'rash on Zorvex. Rash is from Zorvex, along with my usual Quillane',
      ['suspect', 'suspect', 'concomitant'],
    ],
    ['Also on Zorvex. Zorvex gave me hives', ['suspect', 'suspect']],
  ])('%s', (text, roles) => {
    expect(read(text).medicines.map(({ role }) => role)).toEqual(roles)
  })
  test('the phrase that decided is shown', () => {
    expect(read('hives since Zorvex, I am also on Quillane').medicines[1]?.by?.text).toBe('also on Quillane')
  })
})

describe('what is missing', () => {
  test('each missing criterion has its question, in the language of the post, and names no illness', () => {
    const { missing } = read('Seit ich Zorvex nehme habe ich ständig Kopfschmerzen')
    expect(missing.map(({ criterion }) => criterion)).toEqual(['patient', 'reporter', 'product', 'event'])
    expect(missing.every(({ question }) => question.endsWith('.de'))).toBe(true)
    for (const { text } of missing) expect(text).not.toMatch(/krank|nebenwirk|zorvex|symptom/i)
  })
  test('a language without questions is asked in English', () => {
    expect(read('Zorvex hodepine i dag', 'nb').missing[0]?.question).toBe('patient.en')
  })
})

describe('patients', () => {
  test.each<[string, Partial<Record<'age' | 'unit' | 'sex' | 'gestation' | 'weight', unknown>>]>([
    ['67F, hives after Zorvex', { age: 67, unit: 'a', sex: 'female' }],
    ['my 4-year-old vomited after Zorvex', { age: 4, unit: 'a' }],
    ['our 6 month old baby got a rash from Zorvex', { age: 6, unit: 'mo' }],
    ['my mum (72) fainted on Zorvex', { age: 72, sex: 'female' }],
    ['my mother got a rash from Zorvex', { sex: 'female' }],
    ['hives on Zorvex and I am only 22', { age: 22, unit: 'a' }],
    ["I'm in my 60s and Zorvex makes me dizzy", { age: 60, unit: 'a' }],
    ['I am 8 weeks pregnant and took Zorvex', { gestation: 'P8W', sex: 'female' }],
    ['Bin in der 8. Woche schwanger und nehme Zorvex', { gestation: 'P8W' }],
    ['I weigh 54 kg and Zorvex knocked me out', { weight: 54 }],
    ['my 60 year old mother got hives from Zorvex', { age: 60, sex: 'female' }],
    ['our 3yo son vomited on Zorvex', { age: 3, sex: 'male' }],
    ['a 71 year old lady fainted on Zorvex', { age: 71, sex: 'female' }],
    ["I'm a 27 year old woman and Zorvex gave me hives", { age: 27, sex: 'female' }],
    ['As a 45-year-old man I got hives from Zorvex', { age: 45, sex: 'male' }],
    ['m(45) hives on Zorvex', { age: 45, sex: 'male' }],
    ['(F, 45) hives on Zorvex', { age: 45, sex: 'female' }],
    ['I (f27) got hives from Zorvex', { age: 27, sex: 'female' }],
    ['me (27/f) got hives from Zorvex', { age: 27, sex: 'female' }],
    ['male 45, hives on Zorvex', { age: 45, sex: 'male' }],
    ['my 4 year old w adhd got hives on Zorvex', { age: 4, sex: null }],
    ['50 male patients on Zorvex got hives', { age: undefined }],
    ['mein 4-jähriger Sohn hat Ausschlag von Zorvex', { age: 4, sex: 'male' }],
    ['meine 5 Jahre alte Tochter hat Ausschlag von Zorvex', { age: 5, sex: 'female' }],
    ['ich bin 34 Jahre alt, männlich, Ausschlag von Zorvex', { age: 34, sex: 'male' }],
    ['ich (w, 34) habe Ausschlag von Zorvex', { age: 34, sex: 'female' }],
    ['moi (F, 34 ans) boutons avec Zorvex', { age: 34, sex: 'female' }],
    ['mi hija de 4 años vomita con Zorvex', { age: 4, sex: 'female' }],
    ['soy mujer de 45 años, ronchas con Zorvex', { age: 45, sex: 'female' }],
    ['sono una donna di 45 anni, orticaria con Zorvex', { age: 45, sex: 'female' }],
    ["mia madre ha 60 anni e l'orticaria da Zorvex", { age: 60, sex: 'female' }],
    ['mijn 4-jarige zoon moet overgeven van Zorvex', { age: 4, sex: 'male' }],
    ['mijn moeder van 60 heeft uitslag van Zorvex', { age: 60, sex: 'female' }],
    ['sou mulher, 45 anos, urticária com Zorvex', { age: 45, sex: 'female' }],
  ])('%s', (text, wanted) => {
    const [patient] = read(text).patients
    const got = {
      age: patient?.age?.value,
      unit: patient?.age?.unit,
      sex: patient?.sex,
      gestation: patient?.pregnancy?.gestation,
      weight: patient?.weight?.value,
    }
    expect(got).toMatchObject(wanted)
  })
  test('one person is one patient, however described', () => {
    for (const text of [
      "I'm a 27 year old woman and Zorvex gave me hives",
      'my 60 year old mother fainted on Zorvex',
    ])
      expect(read(text).patients).toHaveLength(1)
  })
  test('two patients keep their ages apart', () => {
    const { patients } = read('my son (7) got hives from Zorvex. My daughter (11) had a seizure on Zorvex')
    expect(patients.map(({ age, sex }) => [age?.value, sex])).toEqual([
      [7, 'male'],
      [11, 'female'],
    ])
  })
  test('an age in brackets is its figure alone', () => {
    expect(read('my mum (72) fainted on Zorvex').patients[0]?.age?.text).toBe('72')
  })
  test('weight lost is no weight', () => {
    expect(read('Zorvex: lost 12 kg').patients[0]?.weight ?? null).toBeNull()
  })
})

describe('reporters', () => {
  test.each([
    ['Zorvex gave me hives', 'consumer'],
    ["I'm a nurse, my patient fainted on Zorvex", 'hcp'],
    ['saw a patient with hives today, Zorvex again', 'hcp'],
    ['as a patient on Zorvex I read the patient leaflet twice, hives anyway', 'consumer'],
    ['Hurt by Zorvex? Our attorneys can help, call now for a free case review', 'law_firm'],
    ['I am a bot: new post about Zorvex rash', 'bot'],
    ['New study: phase 3 trial of Zorvex published', 'news'],
    ['Buy Zorvex online, free shipping, no prescription needed', 'advert'],
  ])('%s: %s', (text, kind) => {
    expect(read(text).reporter.kind).toBe(kind)
  })
})

/** Every object in a structure that has a start is a piece of the text. */
function spansIn(value: unknown): { start: number; end: number; text: string }[] {
  if (typeof value !== 'object' || value === null) return []
  const own = 'start' in value ? [value as { start: number; end: number; text: string }] : []
  return [...own, ...Object.values(value).flatMap(spansIn)]
}

test('every span of any text is an exact substring, and reading is bounded', () => {
  const piece = fc.constantFrom(
    'Zorvex',
    'my mum',
    '(72)',
    'two days after',
    '50 mg',
    'twice daily',
    'stopped',
    'went away',
    '8 weeks pregnant',
    '🤮',
    'é́',
    '\u202e',
    'ｚｏｒｖｅｘ',
    'Ζοrvex',
    'for 3 weeks',
    "I'm 34",
    '.',
    '\n',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 6 })), { maxLength: 25 }), (pieces) => {
      const text = pieces.join(' ')
      for (const { start, end, text: said } of spansIn(read(text))) expect(text.slice(start, end)).toBe(said)
    }),
    { numRuns: 200 },
  )
  const started = performance.now()
  read('my mum (72) stopped 50 mg twice daily two days after '.repeat(2000))
  expect(performance.now() - started).toBeLessThan(3000)
})
