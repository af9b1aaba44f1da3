import type { Finding, Product } from '@hark/domain'
import { describe, expect, test } from 'vitest'
import { detect, detectAll } from './detect.ts'
import { compileMatcher } from './match/matcher.ts'
import { loadResources } from './resources.ts'

const resources = loadResources()
const product: Product = {
  id: 'zorvex',
  group: 'zorvex',
  brand: 'Zorvex',
  substance: 'zorvexin',
  own: true,
  names: [],
}
const other: Product = {
  id: 'calmiq',
  group: 'calmiq',
  brand: 'Calmiq',
  substance: 'calmiqine',
  own: false,
  names: [],
}
const matcher = compileMatcher([product, other])

function read(text: string, more: { parentText?: string; lang?: string } = {}): Finding {
  const [finding] = detect({ text, ...more }, matcher, resources)
  if (!finding) throw new Error('no product found')
  return finding
}
const eventsOf = (finding: Finding): string[] =>
  finding.evidence.filter(({ kind }) => kind === 'event').map(({ text }) => text)

describe('an adverse event is flagged', () => {
  test.each([
    'Zorvex gave me the worst headache of my life',
    'got nausea from Zorvex',
    'love how Zorvex makes me puke every morning, 10/10',
    'Zorvex saved my life 😍 but my hair fell out',
    'I feel like a zombie since starting Zorvex',
    "can't sleep. thanks Zorvex",
    'day 3 on Zorvex and the room is spinning',
    'Zorvex withdrawal is hell',
    'put on 30 lbs on zorvex in two months',
    'I am a nurse, saw a patient seize after Zorvex',
    '32 weeks pregnant on Zorvex and the baby stopped moving',
    'not gonna lie Zorvex is kicking my ass, been throwing up all night',
    'Does anyone else get crazy dreams on Zorvex?',
    'My son broke out in hives after his first dose of Zorvex',
    'allergic to Zorvex apparently, face swelled up like a balloon',
    'Seit ich Zorvex nehme habe ich ständig Kopfschmerzen',
    "Zorvex m'a donné de l'urticaire",
    'Desde que tomo Zorvex se me cae el pelo',
    'Da quando prendo Zorvex ho mal di testa',
    'Sinds ik Zorvex slik ben ik misselijk',
    'Zorvex me deixou enjoada o dia todo',
  ])('%s', (text) => {
    const finding = read(text)
    expect(finding.flagged).toBe(true)
    expect(finding.score).toBeGreaterThanOrEqual(finding.threshold)
    expect(
      eventsOf(finding).length + finding.evidence.filter(({ kind }) => kind === 'causal').length,
    ).toBeGreaterThan(0)
  })
})

describe('what is no adverse event is not flagged', () => {
  test.each([
    ['took Zorvex for nausea', 'event.indication'],
    ['Zorvex helps my anxiety so much', 'event.improved'],
    ['no headaches on Zorvex at all', 'event.negated'],
    ['been on Zorvex a month, zero side effects, feeling great', 'event.negated'],
    ['Buy Zorvex online cheap, free shipping, 20% off', 'advert'],
    ['FDA approves Zorvex after phase 3 study in patients with migraine', 'news'],
    ['Zorvex gegen Kopfschmerzen genommen, hilft super', 'event.indication'],
    ["J'ai pris Zorvex contre la migraine et ça marche bien", 'event.indication'],
    ['Prendo Zorvex per il mal di testa', 'event.indication'],
    ['Ik neem Zorvex tegen hoofdpijn', 'event.indication'],
  ])('%s (%s)', (text, reason) => {
    const finding = read(text)
    expect(finding.flagged).toBe(false)
    expect(finding.reasons).toContain(`-${reason}`)
  })
})

describe('minimal pairs rank as they should', () => {
  test.each([
    ['got nausea from Zorvex', 'took Zorvex for nausea'],
    ['Zorvex gave me a headache', 'Zorvex cured my headache'],
    ['Zorvex gave me a rash', 'Zorvex never gave me a rash'],
    ['I am dizzy on Zorvex', 'will I be dizzy on Zorvex?'],
    ['Zorvex made me vomit', 'my friend wrote a song called Zorvex'],
    ['Calmiq is fine but Zorvex gave me hives', 'Zorvex is fine but Calmiq gave me hives'],
  ])('%s > %s', (stronger, weaker) => {
    const scoreOf = (text: string): number =>
      detect({ text }, matcher, resources).find(({ productId }) => productId === 'zorvex')?.score ?? 0
    expect(scoreOf(stronger)).toBeGreaterThan(scoreOf(weaker))
  })
})

describe('a medicine of nobody in the programme', () => {
  test('what it did is not laid to the product', () => {
    const blamed = read('On Zorvex for a year. Zorvex gave me a rash')
    const beside = read('On Zorvex for a year. Naproxen gave me a rash')
    expect(beside.score).toBeLessThan(blamed.score)
    expect(beside.reasons).not.toContain('+causal.explicit')
  })

  test('stands in the structure, concomitant until something blames it', () => {
    const roles = (text: string) => read(text).structure?.medicines.map((m) => [m.text, m.productId, m.role])
    const zorvex = ['Zorvex', 'zorvex', 'suspect']
    expect(roles('hives since Zorvex. Nexium as always')).toEqual([
      zorvex,
      ['Nexium', 'esomeprazole', 'concomitant'],
    ])
    expect(roles('hives since Zorvex. And Naproxen gave me a migraine')).toEqual([
      zorvex,
      ['Naproxen', 'naproxen', 'suspect'],
    ])
  })
})

describe('patients, criteria, priority', () => {
  test('a named patient who died is forwardable and first in the queue', () => {
    const finding = read('My mum (72) died after Zorvex')
    expect(finding).toMatchObject({ flagged: true, seriousness: ['DEATH'], priority: ['DEATH'] })
    expect(finding.patients).toMatchObject([{ age: '72', sex: 'female' }])
    expect(finding.criteria.patient?.text).toBe('My mum')
    expect(finding.criteria.product?.text).toBe('Zorvex')
  })

  test.each([
    ["My dad died. He'd been on Zorvex for nine days.", 1],
    ['My dad died. He had been on Zorvex for nine days.', 1],
    ["My dad died. He'd been on Zorvex for nine days. I keep thinking I should have checked on him.", 1],
    ['I should have stopped Zorvex, it gave me hives.', 1],
    ['My dad got hives. I have been on Zorvex for nine days and I got them too.', 2],
  ])('%s: %d', (text, count) => {
    expect(read(text).patients).toHaveLength(count)
  })

  test('the wish to die is an event, and asks for no other', () => {
    const { criteria, structure } = read('week two of Zorvex and I am having thoughts about not being here')
    expect(criteria.event?.text).toBe('thoughts about not being here')
    expect(structure?.missing.map(({ criterion }) => criterion)).not.toContain('event')
  })

  test('"people die from this" is no single patient', () => {
    const finding = read('people die from Zorvex')
    expect(finding.patients).toEqual([])
    expect(finding.criteria.patient).toBeNull()
    expect(finding.priority).not.toContain('DEATH')
  })

  test.each<[string, number]>([
    ['Zorvex gave both my kids hives', 2],
    ['me and my husband got sick from Zorvex', 2],
    ['Zorvex made me dizzy', 1],
    ['my dad and my sister were hospitalised after Zorvex', 2],
    ['everyone on Zorvex gets headaches', 0],
  ])('%s: %i patients', (text, count) => {
    expect(read(text).patients).toHaveLength(count)
  })

  test('an advert has no reporter, a person has', () => {
    expect(read('Buy Zorvex now, our price is low').criteria.reporter).toBeNull()
    expect(read('I got a rash from Zorvex').criteria.reporter?.text).toBe('I')
  })
})

describe('what cannot be read goes to a human', () => {
  test('an unknown language', () => {
    const finding = read('Zorvexを飲んだら頭が痛い')
    expect(finding).toMatchObject({ flagged: true, lang: 'und' })
    expect(finding.reasons[0]).toBe('language.unknown')
  })

  test('a script in which the name may have gone unseen, in a programme', () => {
    const [finding] = detect({ text: 'принимаю лекарство, кружится голова' }, matcher, resources)
    expect(finding).toMatchObject({ flagged: true, lang: 'und' })
    expect(finding?.reasons[0]).toBe('language.unknown')
    expect(finding?.reasons.at(-1)).toBe('product.unreadable')
    expect(detect({ text: 'saya pusing sekali' }, matcher, resources)).toEqual([])
    expect(detect({ text: 'ツ ㅋㅋㅋ 👍' }, matcher, resources)).toEqual([])
  })

  test('a language tag we do not read', () => {
    expect(read('Zorvex saya pusing', { lang: 'id' })).toMatchObject({ flagged: true, lang: 'id' })
  })

  test('a picture without words, with and without a name in its description', () => {
    const image = (alt: string | null) => [{ kind: 'image' as const, alt }]
    const [named] = detect({ text: '', media: image('a box of Calmiq') }, matcher, resources)
    expect(named).toMatchObject({ productId: 'calmiq', flagged: true })
    expect(named?.reasons).toContain('media.only')
    const [unnamed] = detect({ text: '👇', media: image(null) }, matcher, resources)
    expect(unnamed).toMatchObject({ productId: 'zorvex', flagged: true })
    expect(unnamed?.reasons).toEqual(expect.arrayContaining(['media.only', 'product.unknown']))
  })
})

describe('a thread', () => {
  test('"me too!" under a post about the medicine is a new patient for a human', () => {
    const finding = read('Me too!', { parentText: 'Zorvex gave me hives' })
    expect(finding).toMatchObject({ productId: 'zorvex', flagged: true })
    expect(finding.reasons).toEqual(expect.arrayContaining(['thread.me_too', 'product.in_thread']))
    expect(finding.criteria.product).toBeNull()
  })

  test('a post without any medicine gives nothing', () => {
    expect(detect({ text: 'I have a headache' }, matcher, resources)).toEqual([])
  })
})

test('what stands beside a post changes nothing of it, and the answers keep their order', () => {
  const image = [{ kind: 'image' as const, alt: null }]
  const posts = Array.from({ length: 13 }, () => [
    { text: 'Zorvex gave me hives, Calmiq never did' },
    { text: 'nothing to see here' },
    { text: 'Me too!', parentText: 'Zorvex gave me hives' },
    { text: '👇', media: image },
    { text: 'Seit Zorvex ist mir schwindelig', lang: 'de' },
  ]).flat()
  const alone = posts.map((post) => detect(post, matcher, resources))
  expect(alone.map(({ length }) => length).slice(0, 5)).toEqual([2, 0, 1, 1, 1])
  expect(detectAll(posts, matcher, resources)).toEqual(alone)
})
