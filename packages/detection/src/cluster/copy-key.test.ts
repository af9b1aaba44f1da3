import { expect, test } from 'vitest'
import { copyKey } from './copy-key.ts'

const text = 'Zorvex gave me hives, never again'
const long = 'and on it went '.repeat(2000)

test.each([
  ['a retweet', `RT @someone: ${text}`, text],
  ['a retweet of a retweet', `RT @a: RT @b_1: ${text}`, text],
  ['a share with a link and a friend', `${text} https://t.co/ab12 @friend`, text],
  ['case, punctuation and quotation marks', `“${text.toUpperCase()}!!”`, text],
  ['disguise', text.replace('Zorvex', 'Zоrv\u200bex'), text],
  ['a short one', 'RT @x: me too', 'Me too!'],
  ['a long one', `RT @x: ${long} end`, `${long} end`],
])('%s is the same text', (_, copy, of) => expect(copyKey(copy)).toBe(copyKey(of)))

test.each([
  ['a word more', `${text} too`, text],
  ['another number', 'took 2 of them', 'took 3 of them'],
  ['another emoji', 'zorvex 🤢', 'zorvex 😀'],
  ['words run together', 'no pain', 'nop ain'],
  ['another end beyond 20,000 letters', `${long} mine`, `${long} hers`],
  ['two links alone', 'https://a.example/1', 'https://a.example/2'],
  ['two marks alone', '???', '!!!'],
])('%s is another', (_, a, b) => expect(copyKey(a)).not.toBe(copyKey(b)))
