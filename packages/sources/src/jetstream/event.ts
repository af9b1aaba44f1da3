import { z } from 'zod'

export const postCollection = 'app.bsky.feed.post'

/** One line of the stream, of either wire; `timeUs` is when Jetstream saw it, `seq` its place (v2 only). */
type At = { timeUs: number; seq: number | null }

export type PostCommit = {
  did: string
  rkey: string
  rev: string
  operation: 'create' | 'update'
  cid: string | null
  record: unknown
}

export type JetstreamEvent =
  | (At & { kind: 'post' } & PostCommit)
  | (At & { kind: 'post_deleted'; did: string; rkey: string; rev: string })
  | (At & { kind: 'account'; did: string; active: boolean; status: string | null })
  | (At & { kind: 'other' })
  | { kind: 'info'; name: string }
  | { kind: 'error'; name: string }
  | { kind: 'malformed'; reason: string }

const Did = z.string().regex(/^did:[a-z]+:[A-Za-z0-9._:%-]{1,2000}$/)
const Commit = z.object({
  rev: z.string().regex(/^[A-Za-z0-9]{1,64}$/),
  operation: z.string(),
  collection: z.string(),
  rkey: z.string().regex(/^[A-Za-z0-9._:~-]{1,512}$/),
  record: z.unknown().optional(),
  cid: z.string().optional(),
})
const Account = z.object({ active: z.boolean(), status: z.string().optional() })

const V1 = z.object({
  did: Did,
  time_us: z.int().nonnegative(),
  kind: z.string(),
  commit: z.unknown().optional(),
  account: z.unknown().optional(),
})

const V2 = z.object({
  $type: z.string(),
  seq: z.int().nonnegative(),
  did: Did,
  time: z.string(),
  account: z.unknown().optional(),
})

const Frame = z.object({ $type: z.string(), payload: z.unknown().optional(), error: z.string().optional() })

/**
 * Reads one message of the v1 wire (`{did,time_us,kind,…}`) or of v2 (`xrpc.v1.json` frames around
 * `network.bsky.jetstream.subscribeEvents`). Never throws: what cannot be read says why.
 */
export function parseJetstream(line: string): JetstreamEvent {
  const json = parseJson(line)
  if (json === undefined) return { kind: 'malformed', reason: 'line.not_json' }
  return isFrame(json) ? parseFrame(json) : parseV1(json)
}

/** Only what names a type is tried as a frame: a refusal that says why costs more than reading the line. */
function isFrame(json: unknown): json is z.infer<typeof Frame> {
  const type = (json as { $type?: unknown } | null)?.$type
  return typeof type === 'string' && Frame.safeParse(json).success
}

function parseV1(json: unknown): JetstreamEvent {
  const parsed = V1.safeParse(json)
  if (!parsed.success) return { kind: 'malformed', reason: 'line.unknown_shape' }
  const { did, time_us: timeUs, kind, commit, account } = parsed.data
  return parseBody({ timeUs, seq: null }, did, kind, commit, account)
}

function parseFrame(frame: z.infer<typeof Frame>): JetstreamEvent {
  if (frame.$type === 'error') return { kind: 'error', name: closedName(frame.error) }
  // The draft of the framing called it `event`; the shipped lexicon says `message`.
  if (frame.$type !== 'message' && frame.$type !== 'event') return { kind: 'info', name: 'UnknownFrame' }
  const fragment = fragmentOf(frame.payload)
  if (fragment === 'info')
    return { kind: 'info', name: closedName((frame.payload as { name?: unknown }).name) }
  const parsed = V2.safeParse(frame.payload)
  if (!parsed.success) return { kind: 'malformed', reason: 'line.unknown_shape' }
  const timeUs = microseconds(parsed.data.time)
  if (timeUs === null) return { kind: 'malformed', reason: 'line.bad_time' }
  return parseBody(
    { timeUs, seq: parsed.data.seq },
    parsed.data.did,
    fragment,
    frame.payload,
    parsed.data.account,
  )
}

function parseBody(at: At, did: string, kind: string, commit: unknown, account: unknown): JetstreamEvent {
  if (kind === 'commit') return parseCommit(at, did, commit)
  if (kind !== 'account') return { kind: 'other', ...at }
  const parsed = Account.safeParse(account)
  if (!parsed.success) return { kind: 'malformed', reason: 'account.unknown_shape' }
  return { kind: 'account', ...at, did, active: parsed.data.active, status: parsed.data.status ?? null }
}

function parseCommit(at: At, did: string, json: unknown): JetstreamEvent {
  const parsed = Commit.safeParse(json)
  if (!parsed.success) return { kind: 'malformed', reason: 'commit.unknown_shape' }
  const { collection, operation, rev, rkey, record, cid } = parsed.data
  if (collection !== postCollection) return { kind: 'other', ...at }
  if (operation === 'delete') return { kind: 'post_deleted', ...at, did, rkey, rev }
  if (operation !== 'create' && operation !== 'update')
    return { kind: 'malformed', reason: 'commit.unknown_operation' }
  return { kind: 'post', ...at, did, rkey, rev, operation, cid: cid ?? null, record }
}

/** RFC 3339 with up to nine decimals to microseconds; Date alone would drop the last three. */
function microseconds(time: string): number | null {
  const ms = Date.parse(time)
  if (Number.isNaN(ms)) return null
  const digits = /\.(\d+)/.exec(time)?.[1] ?? ''
  return Math.floor(ms / 1000) * 1_000_000 + Number(digits.slice(0, 6).padEnd(6, '0'))
}

function fragmentOf(payload: unknown): string {
  const type = (payload as { $type?: unknown } | null | undefined)?.$type
  return typeof type === 'string' ? (type.split('#')[1] ?? '') : ''
}

/** A name that came over the wire, fit to be logged. */
function closedName(name: unknown): string {
  return typeof name === 'string' && /^[A-Za-z]{1,40}$/.test(name) ? name : 'Unnamed'
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
