/** A contact or link found in a text; offsets in UTF-16 code units. */
export type Contact = {
  kind: 'email' | 'url' | 'phone' | 'mention'
  text: string
  start: number
  end: number
}

const email = /(?<![\p{L}\p{N}._%+@-])[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu
const url =
  /(?:https?:\/\/|www\.)[^\s<>"«»“”]+|(?<![\p{L}\p{N}@._-])(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,24}(?![\p{L}\p{N}])(?:[/?#:][^\s<>"«»“”]*)?/giu
const phone = /(?<![\p{L}\p{N}])\+?\(?\d[\d \u00a0\u202f()./-]{4,}\d(?![\p{L}\p{N}])/gu
const mention = /(?<![\p{L}\p{N}._%+@/-])(?:@[\p{L}\p{N}_][\p{L}\p{N}._@-]*|\/?u\/[\p{L}\p{N}_-]{3,})/gu

/** Every e-mail address, link (bare domains too), telephone number (7 digits and more) and @name in a text, in order. */
export function contactsIn(text: string): Contact[] {
  const found: Contact[] = []
  const free = (c: Contact) => found.every((f) => c.end <= f.start || c.start >= f.end)
  const add = (kind: Contact['kind'], pattern: RegExp, keep: (raw: string) => boolean) => {
    for (const match of text.matchAll(pattern)) {
      const raw = trimmed(match[0])
      const contact = { kind, text: raw, start: match.index, end: match.index + raw.length }
      if (keep(raw) && free(contact)) found.push(contact)
    }
  }
  add('url', /https?:\/\/[^\s<>"«»“”]+/giu, () => true)
  add('email', email, () => true)
  add('url', url, () => true)
  add('mention', mention, () => true)
  add('phone', phone, (raw) => digits(raw).length >= 7)
  return found.sort((a, b) => a.start - b.start)
}

/** Punctuation that ends the sentence, not the link; a closing bracket stays only with its opening one. */
function trimmed(raw: string): string {
  const bare = raw.replace(/[.,;:!?'’)\]}…-]+$/u, '')
  const closers = raw.slice(bare.length)
  return closers.startsWith(')') && bare.includes('(') && !bare.includes(')') ? `${bare})` : bare
}

const digits = (text: string): string => text.replace(/\D/g, '')

/** Host without `www.` and the rest of an address, lower case host; null where it is no web address. */
export function addressOf(link: string): URL | null {
  try {
    const parsed = new URL(/^https?:/i.test(link) ? link : `https://${link}`)
    return parsed
  } catch {
    return null
  }
}

export const hostOf = (address: URL): string => address.hostname.replace(/^www\./, '')

/** True when `link` is the allowed address itself or lies beneath it; a user name in it or another port never is. */
export function isUnder(link: string, allowed: string): boolean {
  const [a, b] = [addressOf(link), addressOf(allowed)]
  if (!a || !b || a.username || a.password || a.port !== b.port || hostOf(a) !== hostOf(b)) return false
  const path = b.pathname.replace(/\/$/, '')
  return a.pathname === path || a.pathname.startsWith(`${path}/`)
}

/** True when two contacts reach the same place, however they are written. */
export function isSameContact(found: Contact, allowed: string): boolean {
  if (found.kind === 'url') return isUnder(found.text, allowed)
  if (found.kind === 'phone') return digits(found.text) === digits(allowed)
  return found.text.toLowerCase() === allowed.trim().toLowerCase()
}
