import fc from 'fast-check'
import { expect, test } from 'vitest'
import { letterBox, sealTo } from './seal.ts'

const key = Buffer.alloc(32, 7)

test('what is put into the box comes out for its holder alone', () => {
  const box = letterBox(key, 'source-secret')
  fc.assert(
    fc.property(fc.string(), (plain) => {
      expect(box.open(sealTo(box.publicKey)(plain))).toBe(plain.toWellFormed())
    }),
    { numRuns: 30 },
  )
  const sealed = sealTo(box.publicKey)('a token')
  expect(() => letterBox(Buffer.alloc(32, 8), 'source-secret').open(sealed)).toThrow()
  expect(() => letterBox(key, 'other').open(sealed)).toThrow()
  expect(sealTo(box.publicKey)('a token')).not.toEqual(sealed)
  expect(letterBox(key, 'source-secret').publicKey).toBe(box.publicKey)
})

test('a changed byte anywhere opens nothing', () => {
  const box = letterBox(key, 'source-secret')
  const sealed = sealTo(box.publicKey)('a token')
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed)
    changed[at] = (changed[at] ?? 0) ^ 0x10
    expect(() => box.open(changed)).toThrow()
  }
})
