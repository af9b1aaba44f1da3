import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { haveVectors, vectorArchive, vectorFiles, vectorText, whyNot } from '../test/vectors.ts'
import { canonicalBytes, canonicalJson, parseCanonical } from './canonical.ts'
import { parseStrictJson, parseStrictJsonBytes } from './strict-json.ts'

const author = 'cyberphone_json-canonicalization/testdata'

describe.skipIf(!haveVectors)(`published vectors${whyNot}`, () => {
  test('RFC 8785: all six of the author', () => {
    const inputs = vectorFiles(`${author}/input`)
    for (const input of inputs) {
      const expected = vectorText(input.replace('/input/', '/outhex/').replace('.json', '.txt'))
      const bytes = canonicalBytes(parseStrictJson(vectorText(input)))
      expect(bytes.toString('hex'), input).toBe(expected.replaceAll(/\s/g, ''))
    }
    expect(inputs).toHaveLength(6)
  })

  test('JSONTestSuite: every n_ refused, every y_ read but the two with a key twice', () => {
    const files = [...vectorArchive('nst_JSONTestSuite/test_parsing.tar.gz')]
    const read = ([, bytes]: [string, Buffer]) => accepts(bytes)
    const mustRefuse = files.filter(([name]) => name.startsWith('n_'))
    const mustRead = files.filter(([name]) => name.startsWith('y_'))
    expect([mustRefuse.length, mustRead.length, files.length]).toEqual([188, 95, 318])
    expect(mustRefuse.filter(read).map(([name]) => name)).toEqual([])
    expect(mustRead.filter((file) => !read(file)).map(([name]) => name)).toEqual([
      'y_object_duplicated_key.json',
      'y_object_duplicated_key_and_value.json',
    ])
  })
})

function accepts(bytes: Uint8Array): boolean {
  try {
    parseStrictJsonBytes(bytes)
    return true
  } catch (error) {
    expect(error).toMatchObject({ code: 'json.invalid' })
    return false
  }
}

describe('canonical JSON', () => {
  test.each([
    ['undefined member', { a: undefined }],
    ['undefined', undefined],
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['BigInt', 1n],
    ['an integer doubles cannot tell apart', 2 ** 53],
    ['a lone surrogate', 'a\ud800'],
    ['a lone surrogate in a key', { '\udfff': 1 }],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['a function', () => 1],
    ['a hole', new Array(1)],
  ])('refuses %s', (_name, value) => {
    expect(() => canonicalJson(value)).toThrow(expect.objectContaining({ code: 'canonical.unsupported' }))
  })

  test('refuses nesting that would exhaust the stack', () => {
    const deep = JSON.parse('['.repeat(200) + ']'.repeat(200))
    expect(() => canonicalJson(deep)).toThrow(expect.objectContaining({ code: 'canonical.unsupported' }))
    expect(() => parseStrictJson('['.repeat(200_000))).toThrow(
      expect.objectContaining({ code: 'json.invalid' }),
    )
  })

  test('keys sort by UTF-16 code unit and minus zero loses its sign', () => {
    expect(canonicalJson({ '\u20ac': 1, '\r': 2, '\ud83d\ude00': 3, '\ufb33': 4, z: -0 })).toBe(
      '{"\\r":2,"z":0,"\u20ac":1,"\ud83d\ude00":3,"\ufb33":4}',
    )
  })

  test('whatever is written reads back the same, and its form is a fixed point', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        fc.pre(writable(value))
        const once = canonicalJson(value)
        const parsed = parseStrictJson(once)
        expect(canonicalJson(parsed)).toBe(once)
        expect(JSON.parse(once)).toEqual(parsed)
      }),
      { numRuns: 500 },
    )
  })

  test('only bytes in canonical form are read as such, and then as the strict parser reads them', () => {
    const texts = fc.oneof(
      fc.json(),
      fc.string({ unit: fc.constantFrom(...'[]{},:"\\ue0123456789.-+ tfn\n') }),
    )
    fc.assert(
      fc.property(texts, (text) => {
        let value: unknown
        try {
          value = parseCanonical(Buffer.from(text))
        } catch {
          return
        }
        expect(value).toEqual(parseStrictJson(text))
        expect(canonicalJson(value)).toBe(text)
      }),
      { numRuns: 3000 },
    )
    for (const text of [
      '{"a":1,"a":1}',
      ' 1',
      '1.0',
      '9007199254740993',
      '"\\u0061"',
      '"\ufffd',
      '\ufeff1',
    ]) {
      expect(() => parseCanonical(Buffer.from(text)), text).toThrow(
        expect.objectContaining({ name: 'LedgerError' }),
      )
    }
    expect(() => parseCanonical(Buffer.from([0x22, 0xff, 0x22]))).toThrow()
  })

  test('agrees with JSON.parse on every text both read', () => {
    const texts = fc.oneof(
      fc.json(),
      fc.string({ unit: fc.constantFrom(...'[]{},:"\\ue0123456789.-+ tfn\n') }),
    )
    fc.assert(
      fc.property(texts, (text) => {
        let strict: unknown
        try {
          strict = parseStrictJson(text)
        } catch {
          return
        }
        expect(strict).toEqual(JSON.parse(text))
      }),
      { numRuns: 3000 },
    )
  })
})

function writable(value: unknown): boolean {
  try {
    canonicalJson(value)
    return true
  } catch {
    return false
  }
}

describe('strict JSON', () => {
  test.each([
    '{"a":1,"a":1}',
    '{"a":1,"\\u0061":2}',
    '9007199254740992',
    '1e999',
    '"\\ud800"',
    '\ufeff1',
    ' ',
    '01',
  ])('refuses %s', (text) => {
    expect(() => parseStrictJson(text)).toThrow(expect.objectContaining({ code: 'json.invalid' }))
  })

  test('a member called __proto__ is a member', () => {
    const value = parseStrictJson('{"__proto__":{"a":1}}')
    expect(Object.keys(value as object)).toEqual(['__proto__'])
    expect(canonicalJson(value)).toBe('{"__proto__":{"a":1}}')
  })
})
