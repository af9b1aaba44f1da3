import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countryOfZone } from './country-of-zone.ts'
import { type FromText, readFromText } from './from-text.ts'
import { type IntakeCase, intakePacket } from './intake-packet.ts'
import { withoutPeople } from './without-people.ts'

const text = 'My mum (72) took Zolvara and got a terrible rash. Ask @drsmith, https://example.org/p/1'
const span = (words: string) => ({
  start: text.indexOf(words),
  end: text.indexOf(words) + words.length,
  text: words,
})
const at = (words: string) => ({ postId: 'p1', span: span(words) })

const nothing: FromText = readFromText('my mum', [], [])

function intake(over: Partial<IntakeCase> = {}): IntakeCase {
  return {
    practice: false,
    handoffId: 'h1',
    createdAt: '2026-11-22T10:11:12.345Z',
    caseId: 'c1',
    caseNumber: 'HK-000007',
    caseVersion: 2,
    decision: {
      id: 'd1',
      contentSha256: 'ab'.repeat(32),
      concludedAt: '2026-11-22T10:00:00.000Z',
      signedAt: '2026-11-22T10:11:12.345Z',
      signedBy: 'Ana Almeida',
    },
    sender: { organisation: 'Practice Pharma GmbH', zone: 'Europe/Berlin', country: 'DE' },
    day0: '2026-11-21',
    anchor: 'classifier flag (earliest-v1) at 2026-11-21T08:00:00.000Z',
    product: { brands: ['Zolvara'], substances: ['zolvaretine'] },
    told: { ...nothing, age: { value: 72, unit: 'a', words: '72' }, sex: 'female' },
    priority: [],
    conclusion: {
      criteria: { patient: at('My mum (72)'), reporter: at('My'), product: at('Zolvara'), event: at('rash') },
      events: [{ term: 'rash', ...at('terrible rash'), seriousness: ['HOSPITALISATION'] }],
      special: ['MISUSE', 'PREGNANCY_MATERNAL', 'OVERDOSE'],
      forwardable: true,
      validNow: true,
      closeReason: null,
      quote: null,
      duplicateOf: null,
      note: '',
    },
    follows: null,
    posts: [
      {
        id: 'p1',
        versionSha256: 'cd'.repeat(32),
        role: 'index',
        platform: 'bluesky',
        lang: 'en-GB',
        text,
        postedAt: '2026-11-21T07:00:00.000Z',
        receivedAt: '2026-11-21T07:30:00.000Z',
        storedAt: '2026-11-21T07:30:01.000Z',
        removedAt: null,
        removalReason: null,
        authorKnown: true,
      },
    ],
    ...over,
  }
}

describe('the packet', () => {
  const packet = intakePacket(intake())

  test('has the elements a post fills, with their codes', () => {
    expect(packet).toMatchObject({
      notice: expect.stringContaining('Not for submission to an authority'),
      practice: false,
      'C.1.1': 'DE-PRACTICEPHARMAGMBH-HK-000007',
      'C.1.2': '20261122101112+0000',
      'C.1.3': '1',
      'C.1.4': '20261121',
      'C.1.5': '20261121',
      'C.1.7': true,
      'C.2.r': [{ 'C.2.r.3': 'DE', 'C.2.r.4': '5', 'C.2.r.5': '1' }],
      'D.2.2a': 72,
      'D.2.2b': 'a',
      'D.5': '2',
      'E.i': [{ 'E.i.1.1a': 'terrible rash', 'E.i.1.1b': 'eng', 'E.i.1.2': 'rash', 'E.i.7': '0' }],
      'G.k': [{ 'G.k.1': '1', 'G.k.2.2': 'Zolvara', 'G.k.2.3.r': [{ 'G.k.2.3.r.1': 'zolvaretine' }] }],
    })
  })

  test('says true or no information of each seriousness criterion, never false', () => {
    const event = packet['E.i'][0] as Record<string, unknown>
    const said = 'abcdef'.split('').map((letter) => event[`E.i.3.2${letter}`])
    const ni = { nullFlavor: 'NI' }
    expect(said).toEqual([ni, ni, true, ni, ni, ni])
  })

  test.each([
    ['28.0', '28.0', '10037844'],
    ['0.0', { nullFlavor: 'NI' }, { nullFlavor: 'NI' }],
  ])('sends the code a reviewer chose from MedDRA %s: %j', (version, release, code) => {
    const coded = intake()
    const coding = { dictionary: 'meddra' as const, version, sha256: 'ef'.repeat(32), code: '10037844' }
    coded.conclusion.events = coded.conclusion.events.map((e) => ({ ...e, coding }))
    const told = intakePacket(coded)
    expect(told['E.i'][0]).toMatchObject({ 'E.i.2.1a': release, 'E.i.2.1b': code })
    expect(told.hark.dictionaries).toEqual([{ dictionary: 'meddra', version, sha256: 'ef'.repeat(32) }])
  })

  test('codes special situations where E2B has a code, and tells the rest in words', () => {
    expect(packet['G.k'][0]?.['G.k.10.r']).toEqual(['8', '2'])
    expect(packet['H.1']).toContain('pregnancy maternal')
    const interaction = intake()
    interaction.conclusion.special = ['INTERACTION']
    expect(intakePacket(interaction)['G.k'][0]?.['G.k.1']).toBe('3')
  })

  test('says NASK of what nobody asked and withholds the name it holds', () => {
    expect(packet['D.1']).toEqual({ nullFlavor: 'NASK' })
    expect(packet['C.2.r'][0]?.['C.2.r.1.2']).toEqual({ nullFlavor: 'MSK' })
    const unknown = intake({ told: nothing })
    unknown.posts = unknown.posts.map((p) => ({ ...p, authorKnown: false }))
    expect(intakePacket(unknown)).toMatchObject({
      'D.2.2a': { nullFlavor: 'NASK' },
      'D.5': { nullFlavor: 'NASK' },
      'C.2.r': [{ 'C.2.r.1.2': { nullFlavor: 'NASK' } }],
    })
  })

  test('tells what is missing and what became of the post', () => {
    const open = intake({ practice: true })
    open.conclusion.validNow = false
    open.conclusion.criteria.patient = { missing: 'How old is she?' }
    open.posts = open.posts.map((p) => ({
      ...p,
      removedAt: '2026-11-22T00:00:00.000Z',
      removalReason: 'deleted',
    }))
    const told = intakePacket(open)
    expect(told['C.1.7']).toEqual({ nullFlavor: 'NI' })
    expect(told['C.1.1']).toMatch(/^PRACTICE-/)
    expect(told['H.1']).toMatch(/^PRACTICE/)
    expect(told['H.1']).toContain('an identifiable patient (to ask: How old is she?)')
    expect(told['H.1']).toContain('Removed at the source 2026-11-22T00:00:00.000Z (deleted)')
    expect(told['H.1']).toContain('terrible rash')
  })

  test('takes back what was forwarded and is now closed, and only that', () => {
    expect(packet).not.toHaveProperty('C.1.11.1')
    const follows = { handoffId: 'h0', safetyCaseId: 'SDB-1' }
    expect(intakePacket(intake({ follows }))).not.toHaveProperty('C.1.11.1')
    const closed = intake({ follows })
    Object.assign(closed.conclusion, { forwardable: false, validNow: false, closeReason: 'not_our_product' })
    const told = intakePacket(closed)
    expect(told).toMatchObject({
      'C.1.11.1': '1',
      'C.1.11.2': 'Not our product',
      hark: { follows: { safety_case_id: 'SDB-1' } },
    })
    expect(told['H.1']).toContain('NULLIFICATION')
  })

  test('holds neither handle nor address', () => {
    expect(JSON.stringify(packet)).not.toMatch(/drsmith|example\.org/)
  })

  test('is the same for the same case, and fits the element however long the posts are', () => {
    expect(intakePacket(intake())).toEqual(packet)
    const long = intake()
    long.posts = Array.from({ length: 40 }, (_, n) => ({
      ...(long.posts[0] as (typeof long.posts)[0]),
      id: `p${n}`,
      text: '😀'.repeat(2500),
    }))
    const narrative = intakePacket(long)['H.1']
    expect(narrative.length).toBeLessThanOrEqual(100_000)
    expect(narrative.isWellFormed()).toBe(true)
    expect(narrative).toContain('Cut here')
  })
})

test.each([
  ['see https://x.example/a?b=c now', 'see [link] now'],
  ['www.example.org!', '[link]'],
  ['thanks @Dr.Müller and @b_c', 'thanks [name] and [name]'],
  ['write a.b@example.co.uk', 'write [address]'],
  ['2 tablets @ noon, 5mg@night', '2 tablets @ noon, 5mg@night'],
])('%s', (given, expected) => {
  expect(withoutPeople(given)).toBe(expected)
})

test('no link and no handle is left of any text', () => {
  const piece = fc.constantFrom('@someone ', 'https://a.example/b ', 'rash ', '😀', '@', 'a@b.example ', '\n')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const left = withoutPeople(pieces.join(''))
      expect(left).not.toMatch(/https?:|@someone|example/)
    }),
  )
})

test.each([
  ['Europe/Berlin', 'DE'],
  ['Europe/Kyiv', 'UA'],
  ['Asia/Tokyo', 'JP'],
  ['America/New_York', 'US'],
  ['UTC', null],
  ['nowhere', null],
])('%s lies in %s', (zone, country) => {
  expect(countryOfZone(zone)).toBe(country)
})
