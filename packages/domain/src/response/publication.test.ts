import fc from 'fast-check'
import { expect, test } from 'vitest'
import { outgoingText } from './publication.ts'

test.each([
  ['e\u0301te\u0301', 'été'],
  ['a \t\nb', 'a\nb'],
  ['a\rb', 'a\nb'],
  ['  a', 'a'],
  [' see hpra.ie.\r\nWrite to a@acme.example  \n', 'see hpra.ie.\nWrite to a@acme.example'],
])('%j goes out as %j', (text, sent) => expect(outgoingText(text)).toBe(sent))

test('preparing a text twice changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (given) => {
      const text = outgoingText(given)
      expect(outgoingText(text)).toBe(text)
      expect(text).not.toMatch(/\r|[ \t]$/m)
    }),
  )
})
