import { troubleOfStatus } from '../ask.ts'
import { losslessJson } from '../lossless-json.ts'
import type { Rechecked } from '../source.ts'
import { Trouble } from '../trouble.ts'
import type { Server } from './instance.ts'
import { toPost } from './post.ts'
import { MastodonId, Refusal, Status, Statuses } from './shape.ts'

/** `/api/v1/statuses?id[]=` takes so many (4.3). */
const atOnce = 20

/**
 * What became of posts we hold. Only the status itself, asked for by its id and answered 404 or 410, is proof that it is gone: older
 * servers know no lists of ids, and a list may leave out what it likes.
 */
export async function recheckStatuses(
  server: Server,
  externalIds: readonly string[],
  signal: AbortSignal,
): Promise<Rechecked[]> {
  const answers: Rechecked[] = []
  try {
    for (let at = 0; at < externalIds.length && !signal.aborted; at += atOnce) {
      const ids = externalIds.slice(at, at + atOnce)
      const listed = await listOf(server, ids, signal)
      for (const externalId of ids) {
        const json = listed.get(externalId) ?? (await oneOf(server, externalId, signal))
        answers.push(
          json === null ? { externalId, now: 'gone', reason: 'deleted' } : judged(externalId, json, server),
        )
      }
    }
  } catch (error) {
    // What was answered before the limit counts; the rest is asked again later.
    if (answers.length === 0 || !(error instanceof Trouble)) throw error
  }
  return answers
}

/** An author who has withdrawn the post from the public, or themselves from being found, is heard. */
function judged(externalId: string, json: unknown, { now }: Server): Rechecked {
  const post = toPost(json, now)
  if (typeof post !== 'string')
    return post.revision === '' ? { externalId, now: 'same' } : { externalId, now: 'changed', post }
  return post === 'item.not_public' || post === 'author.opted_out'
    ? { externalId, now: 'gone', reason: 'taken_down' }
    : { externalId, now: 'same' }
}

async function listOf(
  server: Server,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, unknown>> {
  const found = await server.ask('/api/v1/statuses', { 'id[]': ids }, Statuses, signal).catch((error) => {
    const unknown = error instanceof Trouble && /^http\.(400|404|405|422)$|^answer\./.test(error.code)
    if (unknown) return { data: [] as unknown[] }
    throw error
  })
  const named = found.data.flatMap((one): [string, unknown][] => {
    const id = MastodonId.safeParse((one as { id?: unknown } | null)?.id)
    return id.success ? [[id.data, one]] : []
  })
  return new Map(named)
}

/** The status by its id; null where the instance says in its own words that there is none, and not some proxy before it. */
export async function oneOf(server: Server, id: string, signal: AbortSignal): Promise<unknown> {
  const { status, body, headers } = await server.get(`/api/v1/statuses/${encodeURIComponent(id)}`, signal)
  const said = jsonOrNull(body.toString('utf8'))
  if (status === 200 && Status.safeParse(said).data?.id === id) return said
  if ((status === 404 || status === 410) && Refusal.safeParse(said).success) return null
  throw status === 200
    ? new Trouble('malformed', 'answer.unknown_shape')
    : troubleOfStatus(status, headers, server.nowMs)
}

function jsonOrNull(text: string): unknown {
  try {
    return losslessJson(text)
  } catch {
    return null
  }
}
