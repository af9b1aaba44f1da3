import fc from 'fast-check'
import { expect, test } from 'vitest'
import { losslessJson } from './lossless-json.ts'

test.each([
  ['{"id":1234567890123456789}', { id: '1234567890123456789' }],
  ['{"id":-1234567890123456789}', { id: '-1234567890123456789' }],
  ['{"id":9007199254740991}', { id: 9007199254740991 }],
  ['{"id":9007199254740993}', { id: '9007199254740993' }],
  ['[12,"12345678901234567890",1.5]', [12, '12345678901234567890', 1.5]],
  ['{"n":1e300,"t":"1e5"}', { n: 1e300, t: '1e5' }],
])('%s', (text, value) => expect(losslessJson(text)).toEqual(value))

test('without a long whole number it reads what JSON says', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const text = JSON.stringify(value)
      const long =
        JSON.stringify(value, (_, v) => (Number.isInteger(v) && !Number.isSafeInteger(v) ? 'long' : v)) !==
        text
      if (!long) expect(losslessJson(text)).toEqual(JSON.parse(text))
    }),
  )
})
