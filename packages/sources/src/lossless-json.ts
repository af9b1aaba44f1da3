import { Trouble } from './trouble.ts'

/** Only where digits run this long, or an exponent stands, can a number be too long: all else is parsed at once, several times faster. */
const mayBeLong = /\d{16}|\d[eE][+-]?\d/

/** JSON in which a whole number too long for a double is its digits as a string: an id must not be rounded. */
export function losslessJson(text: string): unknown {
  if (!mayBeLong.test(text)) return JSON.parse(text)
  return JSON.parse(text, (_key, value, context?: { source?: string }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
      ? context?.source
      : value,
  )
}

/** The same, of what a platform sent: bytes that are no JSON are `Trouble('malformed')`. */
export function jsonOf(text: string | Buffer): unknown {
  try {
    return losslessJson(text.toString())
  } catch {
    throw new Trouble('malformed', 'answer.not_json')
  }
}
