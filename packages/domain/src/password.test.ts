import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DomainError } from './errors.ts'
import { assertPassword, PASSWORD_MIN } from './password.ts'

const rules = {
  common: new Set(['password', 'letmein', 'iloveyou', 'qwertyuiop', 'trustno1', 'sunshine', 'correcthorse']),
  context: ['hark', 'ana', 'Ana Almeida', 'Zolvara', 'zolvaretine', 'Test Pharma GmbH'],
}
const why = (password: string) => {
  try {
    assertPassword(password, rules)
    return 'taken'
  } catch (err) {
    expect(err).toBeInstanceOf(DomainError)
    expect((err as DomainError).code).toBe('people.password_blocked')
    return (err as DomainError).details.why
  }
}

describe('what is guessed first is refused, whatever it is dressed in', () => {
  test.each([
    ['elevenchars', 'short'],
    ['😀😀😀😀😀😀', 'short'],
    ['aaaaaaaaaaaaaaa', 'repetitive'],
    ['abababababab', 'repetitive'],
    ['abcabcabcabc', 'repetitive'],
    ['123456789012', 'repetitive'],
    ['abcdefghijklm', 'repetitive'],
    ['987654321098', 'repetitive'],
    ['password12345', 'common'],
    ['PassWord!!2026', 'common'],
    ['2026password2026', 'common'],
    ['P@ssw0rd20262026', 'common'],
    ['passwordpassword', 'common'],
    ['correct-horse-', 'common'],
    ['ｐａｓｓｗｏｒｄ12345', 'common'],
    ['hark-hark-2026!', 'context'],
    ['HarkHarkHark!1', 'context'],
    ['zolvara2026!!', 'context'],
    ['Z0lvara-2026-!', 'context'],
    ['ana.almeida.77', 'context'],
    ['Almeida&Zolvara', 'context'],
    ['testpharma2026', 'context'],
  ])('%s: %s', (password, reason) => expect(why(password)).toBe(reason))
})

test.each([
  'my grandmother sings in Zolvara',
  'the hark and the heron',
  'ein Satz über nichts',
  'vier Worte reichen hier',
  '正しい馬電池ホチキスと青い鳥も',
  'kT9#xq-Lw2vP',
  'one of my own making',
])('%s is taken: length, no composition', (password) => expect(why(password)).toBe('taken'))

test('case, width, and signs around a listed password never make it acceptable', () => {
  const listed = fc.constantFrom(...rules.common)
  const around = fc.stringMatching(/^[0-9!?#. -]{4,8}$/)
  fc.assert(
    fc.property(listed, around, fc.boolean(), (word, more, upper) => {
      const password = `${upper ? word.toUpperCase() : word}${more}`
      fc.pre([...password].length >= PASSWORD_MIN)
      expect(why(password)).not.toBe('taken')
    }),
  )
})
