import { feedDate } from './dates.ts'
import type { FeedEntry, Markup, Person } from './feed.ts'
import { htmlText } from './html-text.ts'

/**
 * Tests only: the `Expect:` line of a feedparser test, as far as it speaks of entries: a conjunction of `entries[0]['title'] == '…'`.
 * A value of HTML holds if it reads the same: Hark keeps text, and its markup only in the item as received.
 */
export type Assertion = { path: (string | number)[]; expected: unknown; negated: boolean; source: string }

const asked =
  /^(id|guid|link|links|title|title_detail|summary|summary_detail|description|content|author|author_detail|authors|published|updated|created)(_parsed)?$/

export function assertionsOf(expect: string): Assertion[] {
  return split(expect, ' and ').flatMap((term) => {
    const sides = split(
      term
        .trim()
        .replace(/^not (?=entries)/, '')
        .replace(/^bool\((.*)\)$/, '$1'),
      '==',
    ).map((side) => side.trim())
    const literal = sides.length > 1 ? literalOf(sides.at(-1) as string) : undefined
    if (literal === undefined) return []
    return sides.slice(0, -1).flatMap((side) => {
      const path = pathOf(side)
      const about = path?.[1]
      return path && typeof about === 'string' && asked.test(about)
        ? [{ path, expected: literal.value, negated: term.trim().startsWith('not '), source: term.trim() }]
        : []
    })
  })
}

/** How an assertion is met: to the letter, in what it reads as, or not. */
export function judge(
  { path, expected, negated }: Assertion,
  entries: readonly FeedEntry[],
): 'exact' | 'read' | 'failed' {
  const actual = path.reduce<unknown>(
    (at, step) => (at as Record<string | number, unknown> | undefined)?.[step],
    entries.map(asFeedparser),
  )
  if (equal(actual, expected) !== negated) return 'exact'
  if (typeof actual !== 'string' || typeof expected !== 'string') return 'failed'
  return (asRead(actual) === asRead(expected)) !== negated ? 'read' : 'failed'
}

const asRead = (value: string) => htmlText(value).text.replace(/\s+/g, ' ')
const equal = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** Our entry under feedparser's names. */
function asFeedparser(entry: FeedEntry) {
  const [author] = entry.authors
  const summary = entry.summary ?? entry.content[0] ?? null
  const dates = {
    published: entry.published,
    updated: entry.updated ?? entry.published,
    created: entry.created,
  }
  return {
    id: entry.id,
    guid: entry.id,
    link: entry.link,
    links: entry.links,
    title: entry.title?.value,
    title_detail: detail(entry.title),
    summary: summary?.value,
    description: summary?.value,
    summary_detail: detail(summary),
    content: entry.content.map(detail),
    author: author && written(author),
    author_detail: author && { ...author, href: author.uri, url: author.uri },
    authors: entry.authors.map((one) => ({ ...one, href: one.uri, url: one.uri })),
    ...dates,
    ...Object.fromEntries(Object.entries(dates).map(([name, date]) => [`${name}_parsed`, tuple(date)])),
  }
}

const detail = (markup: Markup | null) =>
  markup && {
    value: markup.value,
    language: markup.lang,
    base: markup.base,
    type: markup.html ? 'text/html' : 'text/plain',
  }
const written = ({ name, email }: Person) => (name && email ? `${name} (${email})` : (name ?? email))

function tuple(text: string | null): number[] | undefined {
  const iso = feedDate(text)
  if (iso === null) return undefined
  const date = new Date(iso)
  const yearDay =
    Math.floor(
      (Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()) -
        Date.UTC(date.getUTCFullYear(), 0, 1)) /
        86_400_000,
    ) + 1
  const day = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]
  return [
    ...day,
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
    (date.getUTCDay() + 6) % 7,
    yearDay,
    0,
  ]
}

function pathOf(text: string): (string | number)[] | null {
  if (!/^entries(\[\d+\]|\['\w+'\]|\.\w+)+$/.test(text)) return null
  const steps = text.slice('entries'.length).match(/\[\d+\]|\['\w+'\]|\.\w+/g) ?? []
  return steps.map((step) => (/^\[\d/.test(step) ? Number(step.slice(1, -1)) : step.replace(/[[\]'.]/g, '')))
}

/** A literal of Python: text, a tuple of numbers, a number. */
function literalOf(text: string): { value: unknown } | undefined {
  const quoted = /^u?("""|'''|"|')([\s\S]*)\1$/.exec(text)
  if (quoted) return { value: unescaped(quoted[2] as string) }
  const numbers = /^\(([\d, ]+)\)$/.exec(text)?.[1]
  if (numbers)
    return {
      value: numbers
        .split(',')
        .filter((part) => part.trim())
        .map(Number),
    }
  return /^-?\d+$/.test(text) ? { value: Number(text) } : undefined
}

const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r' }

function unescaped(text: string): string {
  return text.replace(
    /\\(?:u([\da-f]{4})|U([\da-f]{8})|x([\da-f]{2})|([\s\S]))/gi,
    (_, u, long, x, char: string) => {
      const code = u ?? long ?? x
      return code ? String.fromCodePoint(Number.parseInt(code, 16)) : (escapes[char] ?? char)
    },
  )
}

/** Splits outside of quotes. */
function split(text: string, by: string): string[] {
  const parts = ['']
  for (let at = 0; at < text.length; ) {
    const quoted = /^("""[\s\S]*?"""|'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*")/.exec(text.slice(at))?.[0]
    const piece = quoted ?? (text.startsWith(by, at) ? null : (text[at] as string))
    if (piece === null) parts.push('')
    else parts[parts.length - 1] += piece
    at += piece?.length ?? by.length
  }
  return parts
}
