import type { Json } from './canonical.ts'

/** Says whether one JSON value is acceptable. */
export type Rule = (value: Json) => boolean

type Members = Record<string, Rule>

/** An object with exactly these members: `required` all there, `optional` allowed, nothing else. */
export function shape(required: Members, optional: Members = {}): Rule {
  return (value) => {
    if (!isRecord(value)) return false
    if (Object.keys(required).some((key) => !Object.hasOwn(value, key))) return false
    return Object.entries(value).every(([key, member]) =>
      (ruleOf(required, key) ?? ruleOf(optional, key))?.(member),
    )
  }
}

/** An object used as a map: every key and value by rule, at least one of them. */
export function mapOf(key: RegExp, value: Rule): Rule {
  return (map) =>
    isRecord(map) &&
    Object.keys(map).length > 0 &&
    Object.entries(map).every(([name, member]) => key.test(name) && value(member))
}

export function listOf(item: Rule): Rule {
  return (value) => Array.isArray(value) && value.length > 0 && value.every(item)
}

export function text(pattern: RegExp): Rule {
  return (value) => typeof value === 'string' && pattern.test(value)
}

export function oneOf(...words: string[]): Rule {
  return (value) => typeof value === 'string' && words.includes(value)
}

export function integer(least: number): Rule {
  return (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= least
}

export function exactly(expected: Json): Rule {
  return (value) => value === expected
}

/** Canonical base64 of 32 bytes: 43 digits, the last with its two spare bits zero. */
export const hash32 = text(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/)
export const anyString: Rule = (value) => typeof value === 'string'
export const orNull =
  (rule: Rule): Rule =>
  (value) =>
    value === null || rule(value)

/** Printable ASCII without spaces: identifiers never carry a name, a handle with accents, or prose. */
export const identifier = text(/^[\x21-\x7e]{1,300}$/)
export const sha256HexRule = text(/^[0-9a-f]{64}$/)

const instantForm =
  /^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3])(:[0-5][0-9]){2}\.[0-9]{3}Z$/

/** UTC with milliseconds, and a day that exists. */
export const instant: Rule = (value) =>
  typeof value === 'string' &&
  instantForm.test(value) &&
  (value.slice(8, 10) <= '28' || new Date(value).toISOString() === value)

export function isRecord(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function ruleOf(members: Members, key: string): Rule | undefined {
  return Object.hasOwn(members, key) ? members[key] : undefined
}
