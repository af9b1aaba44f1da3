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
  ])('%s folds', (_, copy) => {
    expect(isNearCopy(post, copy)).toBe(true)
  })

  test.each([
    ['me too', `${post} — this happened to me too`],
    ['another person', post.replace('me', 'my dad')],
    ['another number', `${post} 2 tablets`],
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

  test('a share finds its original by a common band', () => {
    const bands = new Set(signatureOf(post).bands)
    expect(signatureOf(`RT @x: ${post} https://t.co/1`).bands.some((band) => bands.has(band))).toBe(true)
  })

  test('a signature is the same on every run, and fits a 64-bit column', () => {
    const { minhash, bands } = signatureOf('the same words give the same numbers')
    expect(minhash).toHaveLength(64)
    expect(minhash.slice(0, 3)).toMatchInlineSnapshot(`
      [
        245207226,
        765928043,
        169310269,
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
