import { describe, expect, test } from 'vitest'
import { lintResponse } from './lint.ts'
import type { LintInput } from './lint-input.ts'
import { passingReply, says, withWords } from './passing-reply.ts'

test('the reply these tests spoil is clean', () => {
  expect(lintResponse(passingReply())).toEqual([])
})

test('every finding says what to do, and points inside the text', () => {
  const words = 'Stop taking #zolvara 😍, it is safe. Call +49 30 1234567 or bit.ly/x; my mum (72) got'
  const findings = lintResponse(withWords(words, { optedOut: true, authorLang: 'de', template: null }))
  expect(new Set(findings.map((f) => f.rule)).size).toBeGreaterThan(6)
  for (const f of findings) {
    expect(f.message).toMatch(/[.:”]$/)
    expect(f.fix).not.toBe('')
    expect((f.start === null) === (f.end === null)).toBe(true)
    if (f.start !== null) expect(f.end).toBeGreaterThanOrEqual(f.start)
  }
})

describe('R1 product, substance, hashtag, promotional marks', () => {
  test.each([
    ['Zolvara is meant.', ['block Zolvara']],
    ['We know ZOLVARA.', ['block ZOLVARA']],
    ['zolvaribine is the substance.', ['block zolvaribine']],
    ['your zolvies', ['block zolvies']],
    ['Zolvaratabletten', ['block Zolvara']],
    ['Z-o-l-v-a-r-a', ['block Z-o-l-v-a-r-a']],
    ['Z o l v a r a', ['block Z o l v a r a']],
    ['Zólvärà', ['block Zólvärà']],
    ['Ｚｏｌｖａｒａ', ['block Ｚｏｌｖａｒａ']],
    ['Z0lv4ra', ['block Z0lv4ra']],
    ['plan z 20', ['block plan z 20']],
    ['Mira', ['block Mira']],
    ['mirador and admirable', []],
    ['#safety', ['block #safety']],
    ['wow 😍', ['block 😍']],
    ['Acme® and Beta™', ['block ®', 'block ™']],
    ['🇩🇪', ['block 🇩🇪']],
    ['the medicine', []],
  ])('%j', (words, expected) => expect(says('R1', withWords(words))).toEqual(expected))

  test('a name with hidden characters inside is seen', () => {
    expect(says('R1', withWords('Zol\u200bva\u00adra'))).toEqual(['block Zol\u200bva\u00adra'])
  })
  test.each([
    ['Z — o – l – v – a – r – a', ['block Z — o – l – v – a – r – a']],
    ['Zolvara — “Zolvara”', ['block Zolvara', 'block Zolvara']],
    ['Ｚ|o|l|v|ª|r|a', ['block Ｚ|o|l|v|ª|r|a']],
    ['Z    olvara', []],
  ])('among characters beyond Latin-1: %j', (words, expected) =>
    expect(says('R1', withWords(words))).toEqual(expected),
  )
  test('two thousand names are looked for in one text of the usual length', () => {
    const products = Array.from({ length: 2_000 }, (_, i) => `Zol${i.toString(36)}variumine`)
    const before = process.cpuUsage()
    expect(says('R1', withWords('Thank you – Zol5variumine', { products }))).toEqual(['block Zol5variumine'])
    expect(process.cpuUsage(before).user).toBeLessThan(1_000_000) // microseconds; a pattern a name took minutes
  })
  test.each<[Partial<LintInput>, string]>([
    [{ markets: ['US'], authorCountry: 'US' }, 'warn'],
    [{ markets: ['us'], authorCountry: null }, 'warn'],
    [{ markets: ['US'], authorCountry: 'DE' }, 'block'],
    [{ markets: ['US', 'GB'], authorCountry: 'US' }, 'block'],
    [{ markets: ['CA'], authorCountry: null }, 'block'],
    [{ markets: [], authorCountry: null }, 'block'],
  ])('with %j a name is a %s', (change, severity) => {
    expect(says('R1', withWords('Zolvara', change))).toEqual([`${severity} Zolvara`])
  })
})

describe('R2 advice on a treatment', () => {
  test.each([
    'Stop it today.',
    'Please take it with food.',
    'You should rest.',
    'Keep taking them.',
    'skip a day',
    'We recommend water.',
    'Nehmen Sie die Tablette abends.',
    'Setzen Sie es ab.',
    'Bitte halbieren.',
    'Wir empfehlen Ihnen Ruhe.',
    'Arrêtez le comprimé.',
    'arretez',
    'Vous devriez attendre.',
    'Diminuez la dose.',
    'Deje de tomarlo.',
    'Aumente la dosis.',
    'Usted debe esperar.',
    'Smetta subito.',
    'Prenda mezza compressa.',
    'Le consigliamo riposo.',
  ])('blocks %j', (words) => expect(says('R2', withWords(words)).length).toBeGreaterThan(0))
  test.each([
    'We take this seriously.',
    'Take care.',
    'Wir nehmen das ernst.',
    'Nous prenons cela au sérieux.',
    'Tomamos esto en serio.',
    'Prendiamo la cosa sul serio.',
    'nonstop startup takeaway',
  ])('lets %j pass', (words) => expect(says('R2', withWords(words))).toEqual([]))
})

describe('R3 claims, making light, admissions', () => {
  test.each([
    'It is effective.',
    'Clinically proven.',
    'It works.',
    'It is safe.',
    'Better than others.',
    'That is normal.',
    'Nothing to worry about.',
    'This is a common thing.',
    'We apologise.',
    'You get a refund.',
    'Es ist gut verträglich.',
    'Das ist harmlos.',
    'Unsere Schuld.',
    'C’est efficace.',
    'Sans danger.',
    "N'est pas grave.",
    'Nos excuses.',
    'Es muy eficaz.',
    'No se preocupe.',
    'Un reembolso.',
    'È efficace.',
    'Non si preoccupi.',
    'Ci scusiamo.',
  ])('blocks %j', (words) => expect(says('R3', withWords(words)).length).toBeGreaterThan(0))
  test.each([
    'We take safety seriously.',
    'Nebenwirkungen melden',
    'Our safety team',
    'We are sorry to hear this.',
    'La sécurité compte.',
    'la sicurezza',
    'la seguridad',
    'Arzneimittelsicherheit',
  ])('lets %j pass', (words) => expect(says('R3', withWords(words))).toEqual([]))
})

describe('R7 personal data and what was told', () => {
  test.each([
    ['Write to jane@mail.example.', ['block jane@mail.example']],
    ['Call +353 1 234 5678.', ['block +353 1 234 5678']],
    ['It was on 2026-11-02.', ['block 2026-11-02']],
    ['Hello @jane.doe!', ['block @jane.doe']],
    ['thanks u/jane_doe', ['block u/jane_doe']],
    ['after two weeks on it', ['block after two weeks on']],
    ['My mum (72) got it', ['block My mum (72) got']],
    ['What about palpitations?', ['warn palpitations']],
    ['to the', []],
    ['on you for', []],
    ['How old are you?', ['block How old']],
    ['Which dose was it?', ['block Which dose']],
    ['Since you took it', []],
    ['since you are taking it', ['block since you are taking']],
    ['Your symptoms matter.', ['block Your symptoms']],
    ['Nehmen Sie es? Ihre Beschwerden', ['block Ihre Beschwerden']],
    ['Votre traitement', ['block Votre traitement']],
    ['su tratamiento', ['block su tratamiento']],
    ['la sua terapia', ['block sua terapia']],
  ])('%j', (words, expected) => expect(says('R7', withWords(words))).toEqual(expected))

  test('what is on the allow-list may appear', () => {
    const contactAllowList = ['@practice.safety', '+353 1 234 5678', 'Info@practice.example']
    const words = 'Also @practice.safety, +353 (1) 2345678, info@practice.example.'
    expect(says('R7', withWords(words, { contactAllowList }))).toEqual([])
    expect(says('R7', withWords(words))).toHaveLength(3)
  })
  test('a post that uses the template’s own words is not quoted by it', () => {
    const postText = 'I asked: ask your doctor or pharmacist, they said. Please post no health details here!'
    expect(says('R7', passingReply({ postText }))).toEqual([])
  })
})

describe('U1 characters the signer cannot see or tell apart', () => {
  test.each([
    ['a zero-width space', 'he\u200bre', 1],
    ['a joiner', 'he\u200dre', 1],
    ['a soft hyphen', 'he\u00adre', 1],
    ['a bidi override', '\u202eereh\u202c', 2],
    ['an isolate', '\u2066here\u2069', 2],
    ['a byte order mark', '\ufeffhere', 1],
    ['a tag', 'here\u{e0041}\u{e0042}', 1],
    ['a control', 'he\u0007re', 1],
    ['a tab', 'he\tre', 1],
    ['a line separator', 'he\u2028re', 1],
    ['a lone half', 'he\ud800re', 1],
    ['a Cyrillic letter', 'hеre', 1],
    ['a Greek letter', 'hεre', 1],
    ['full width', 'ｈｅｒｅ', 1],
    ['a mathematical letter', '𝗵𝗲𝗿𝗲', 1],
    ['a small capital', 'ʜere', 1],
    ['apart accents', 'he\u0301re', 2],
    ['an ideographic space', 'he\u3000re', 1],
    ['letters of Europe', 'Łódź, Ærø, garçon, Straße, mañana, così', 0],
    ['typography', '“a” – ‘b’ … «c\u202f» 5\u00a0€', 0],
    ['a line break', 'a\nb', 0],
  ])('%s', (_, words, n) => expect(says('U1', withWords(words))).toHaveLength(n))
})
