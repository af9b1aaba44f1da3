import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isNearCopy, signatureOf, similarity } from './near-copy.ts'

const post =
  'Zorvex gave me hives all over my arms and legs within an hour of the first tablet, be careful everyone'

describe('near-copies', () => {
  test.each([
    ['itself', post],
    ['a retweet', `RT @someone: ${post}`],
    ['a share with a link', `${post} https://t.co/abc123`],
    ['other case and punctuation', post.toUpperCase().replace(',', ' —')],
    ['a disguised copy', post.replace('Zorvex', 'Zоrv\u200bex')],
    ['one word dropped', post.replace(' tablet', '')],
    ['a slip of the pen', post.replace('careful', 'carefull')],
  ])('%s folds', (_, copy) => {
    expect(isNearCopy(post, copy)).toBe(true)
  })

  test.each([
    ['me too', `${post} — this happened to me too`],
    ['another person', post.replace('me', 'my dad')],
    ['another number', `${post} 2 tablets`],
    ['a number word', `${post} two tablets`],
    ['another name', `Tom says: ${post}`.replace('me hives', 'Ann hives')],
    ['another symptom', post.replace('hives', 'cramps')],
    ['a denial', post.replace('gave me', 'never gave me')],
    ['another tail beyond what is read', `${post} ${'very '.repeat(5000)} and my aunt`],
    [
      'another story',
      'Zorvex has been kind to everyone in our little town, no complaints at all from the chemist here',
    ],
  ])('%s does not', (_, text) => {
    expect(isNearCopy(post, text)).toBe(false)
  })

  test.each(['me too!', 'same here', 'Zorvex made me sick'])(
    'short texts are never copies, even when identical: %s',
    (text) => {
      expect(isNearCopy(text, text)).toBe(false)
    },
  )

  const letters = fc.string({ unit: fc.constantFrom(...'abdeghklnprstvz'), minLength: 3, maxLength: 9 })
  const story = fc.uniqueArray(letters, { minLength: 14, maxLength: 40 })
  const place = fc.nat()

  test('whoever adds a person, a number, a denial or "too", anywhere, is never folded', () => {
    const word = fc.constantFrom(
      'me',
      'aunt',
      'too',
      'never',
      '72',
      'Oma',
      'moi',
      'también',
      'figlia',
      'vrouw',
      'mãe',
    )
    fc.assert(
      fc.property(story, word, place, (words, said, at) => {
        const told = [...words]
        told.splice(at % (words.length + 1), 0, said)
        expect(isNearCopy(words.join(' '), told.join(' '))).toBe(words.includes(said.toLowerCase()))
      }),
      { numRuns: 300 },
    )
  })

  test('whoever puts another name or symptom for a word is never folded', () => {
    fc.assert(
      fc.property(story, letters, place, (words, said, at) => {
        fc.pre(said.length < 7 && !words.includes(said))
        const told = words.with(at % words.length, said)
        expect(isNearCopy(words.join(' '), told.join(' '))).toBe(false)
      }),
      { numRuns: 300 },
    )
  })

  test('a share is always folded: retweet marks, links, mentions, case, disguise, punctuation', () => {
    const share = fc.constantFrom<(text: string) => string>(
      (text) => `RT @somebody: ${text}`,
      (text) => `${text} https://example.org/x`,
      (text) => text.toUpperCase(),
      (text) => `“${text}” @friend @other`,
      (text) => text.replaceAll('a', 'а').replaceAll('e', 'е\u200b'),
      (text) => text.replaceAll(' ', ', '),
    )
    fc.assert(
      fc.property(story, fc.array(share, { maxLength: 3 }), (words, shares) => {
        const text = words.join(' ')
        expect(
          isNearCopy(
            text,
            shares.reduce((shared, put) => put(shared), text),
          ),
        ).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  test('a share finds its original by a common band', () => {
    const bands = new Set(signatureOf(post).bands)
    expect(signatureOf(`RT @x: ${post} https://t.co/1`).bands.some((band) => bands.has(band))).toBe(true)
  })

  test('a signature is the same on every run, and fits a 64-bit column', () => {
    const { minhash, bands } = signatureOf('the same words give the same numbers')
    expect(minhash).toHaveLength(64)
    expect(minhash.slice(0, 3)).toMatchInlineSnapshot(`
      [
        534927453,
        137750086,
        86555272,
      ]
    `)
    expect(bands).toHaveLength(16)
    for (const band of bands) expect(BigInt.asIntN(64, BigInt(band))).toBe(BigInt(band))
  })

  test('similarity is symmetric, one for equals, within bounds', () => {
    fc.assert(
      fc.property(fc.lorem({ maxCount: 30 }), fc.lorem({ maxCount: 30 }), (a, b) => {
        const [x, y] = [signatureOf(a), signatureOf(b)]
        expect(similarity(x, y)).toBe(similarity(y, x))
        expect(similarity(x, x)).toBe(1)
        expect(isNearCopy(a, b)).toBe(isNearCopy(b, a))
      }),
    )
  })
})
