import { describeError } from './log-error.ts'

/** Strings pass only under these keys. A new key is added here on purpose, or it is withheld. */
const stringKeys = new Set(
  `id ids action at attempt caseId check code epoch event file host job kind level lane method migration
  model msg outcome phase pid platform product programme queue role route schema service signal source stage state
  status step type until version since worker where`.split(/\s+/),
)
const stringSuffix = /(?:Id|Ids|Code|Codes|State|Kind|At|Hash)$/

/** Under these names not even a number passes: a one-time code is a number too. */
const secretName =
  /text|body|content|handle|author|passw|secret|token|cookie|authorization|credential|otp|challenge|salt|email|phone|private/i

/** A platform's own ids name the author: at://did:plc:…, https://x.com/someone, @someone. */
const personal = /@|:\/\/|\bdid:/

export const withheld = '[withheld]'
const longestString = 120
const deepest = 4
const longestList = 20

/** What a log line may hold: numbers, booleans, dates, and short ASCII strings under names known to be harmless. */
export function loggableFields(fields: Record<string, unknown>): Record<string, unknown> {
  const shown: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(fields)) shown[safeKey(key)] = loggable(key, value, 1)
  return shown
}

function loggable(key: string, value: unknown, depth: number): unknown {
  if (secretName.test(key)) return withheld
  if (value instanceof Error) return describeError(value)
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (typeof value === 'string') return loggableString(key, value)
  if (depth >= deepest || typeof value !== 'object') return value === undefined ? undefined : withheld
  if (Array.isArray(value)) return value.slice(0, longestList).map((item) => loggable(key, item, depth + 1))
  if (key === 'req') return describeRequest(value)
  if (key === 'res') return { statusCode: (value as { statusCode?: unknown }).statusCode }
  return nested(value as Record<string, unknown>, depth)
}

function nested(value: Record<string, unknown>, depth: number): Record<string, unknown> {
  const entries = Object.entries(value).slice(0, longestList)
  return Object.fromEntries(entries.map(([key, item]) => [safeKey(key), loggable(key, item, depth + 1)]))
}

/** A record keyed by handle would leak through its keys. */
function safeKey(key: string): string {
  return /^[A-Za-z][A-Za-z0-9_.-]{0,40}$/.test(key) ? key : withheld
}

function loggableString(key: string, value: string): string {
  const known = stringKeys.has(key) || stringSuffix.test(key)
  const plain = value.length <= longestString && /^[\x20-\x7e]*$/.test(value) && !personal.test(value)
  return known && plain ? value : withheld
}

/** The route pattern, never the URL: a query string may hold a search for a person. */
function describeRequest(request: object): Record<string, unknown> {
  const { method, id, routeOptions } = request as {
    method?: string
    id?: string
    routeOptions?: { url?: string }
  }
  return { method, id, route: routeOptions?.url }
}
