import { DomainError } from './errors.ts'

/** Characters a password has at least: it is one of two factors (NIST SP 800-63B-4 asks for 8 then; a sentence is better). */
export const PASSWORD_MIN = 12

export type PasswordRules = {
  /** Passwords everybody tries first, in small letters. */
  common: ReadonlySet<string>
  /** What the deployment and this person are called: the first guesses of who knows them. */
  context: readonly string[]
}

/** Letters of their own that must be left when names, common passwords and digits are taken away. */
const OWN_LETTERS = 6
const SHORTEST_WORD = 4

/**
 * Throws `people.password_blocked` for what is guessed first (SP 800-63B-4 §3.1.1.2: a blocklist of common, context-specific and repetitive
 * ones, and no other rule of composition): a listed password, also in disguise or with digits around it; names of the person, the products or Hark
 * with little else; the same few characters over and over.
 */
export function assertPassword(password: string, rules: PasswordRules): void {
  if ([...password].length < PASSWORD_MIN)
    throw blocked('short', `Use at least ${PASSWORD_MIN} characters; a sentence is fine.`)
  const folded = fold(password)
  if (isMonotonous(folded))
    throw blocked('repetitive', 'This repeats or counts; choose something less regular.')
  if (cores(folded).some((core) => isListed(plain(core), rules) || isListed(plain(unmask(core)), rules)))
    throw blocked('common', 'This is among the passwords everybody tries first; choose another.')
  if ([folded, unmask(folded)].some((s) => isOfContext(plain(s), rules.context)))
    throw blocked(
      'context',
      'This is little more than a name of yours, of a product or of Hark; choose another.',
    )
}

const blocked = (why: string, message: string) => new DomainError('people.password_blocked', message, { why })

const fold = (text: string): string => text.normalize('NFKC').toLowerCase()
const plain = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '')

const masks: Record<string, string> = {
  0: 'o',
  1: 'l',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}
/** The letters people put digits and signs for. */
const unmask = (text: string): string => text.replace(/[013457@$!]/g, (c) => masks[c] ?? c)

/** Most of what is put around a listed password. */
const AROUND = 12

/** The text without some of the digits and signs at its ends: a listed password may end in digits of its own. */
function cores(text: string): string[] {
  const before = Math.min(AROUND, /^[^\p{L}]*/u.exec(text)?.[0].length ?? 0)
  const after = Math.min(AROUND, /[^\p{L}]*$/u.exec(text)?.[0].length ?? 0)
  const ends = Array.from({ length: after + 1 }, (_, n) => text.length - n)
  return Array.from({ length: before + 1 }, (_, start) => ends.map((end) => text.slice(start, end))).flat()
}

const isListed = (word: string, { common }: PasswordRules): boolean =>
  word.length >= SHORTEST_WORD && (common.has(word) || common.has(unitOf(word)))

/** What a text is the repetition of: itself, unless it is one. */
function unitOf(text: string): string {
  const at = `${text}${text}`.indexOf(text, 1)
  return at > 0 && at < text.length ? text.slice(0, at) : text
}

function isOfContext(text: string, context: readonly string[]): boolean {
  const words = context
    .flatMap((name) => [plain(fold(name)), ...fold(name).split(/[^\p{L}\p{N}]+/u)])
    .filter((word) => word.length >= SHORTEST_WORD)
    .sort((a, b) => b.length - a.length)
  const rest = words.reduce((left, word) => left.replaceAll(word, ''), text)
  return rest !== text && [...rest.replace(/[^\p{L}]/gu, '')].length < OWN_LETTERS
}

/** Fewer than five different characters, a short unit over and over, or mostly steps of one up or down. */
function isMonotonous(text: string): boolean {
  const codes = [...text].map((c) => c.codePointAt(0) as number)
  const steps = codes.slice(1).filter((c, i) => Math.abs(c - (codes[i] as number)) <= 1).length
  return new Set(codes).size < 5 || unitOf(text).length <= 4 || steps >= (codes.length - 1) * 0.8
}
