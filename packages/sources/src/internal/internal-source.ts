import { pushedOnly } from '../hook/pushed-only.ts'
import type { Delivery, Items, Source } from '../source.ts'
import { Trouble } from '../trouble.ts'
import { bodyOf } from './body.ts'
import { parseMattermost, parseTeams } from './chat.ts'
import { parseOwn } from './own.ts'
import { parseSlack } from './slack.ts'

/** The company's own network, which pushes; there is nothing to ask. */
export const internalSource = (deps: { once?: boolean | undefined } = {}): Source =>
  pushedOnly('internal', parseInternal, deps)

/** A delivery by its shape: each network's is unlike the others'. */
export function parseInternal({ body, headers, receivedAt }: Delivery): Items {
  const fields = bodyOf(body, headers['content-type'])
  if (fields === null) throw new Trouble('malformed', 'event.unknown_shape')
  if (fields.type === 'event_callback') return parseSlack(fields, receivedAt)
  if ('posts' in fields || 'deleted' in fields) return parseOwn(fields, receivedAt)
  if ('conversation' in fields || 'channelData' in fields)
    return fields.type === 'message' ? parseTeams(fields, receivedAt) : { posts: [] }
  if ('post_id' in fields) return parseMattermost(fields, receivedAt)
  if ('id' in fields && 'text' in fields) return parseOwn(fields, receivedAt)
  // Slack tells of limits it reached, and of apps that were taken away.
  if (typeof fields.type === 'string') return { posts: [] }
  throw new Trouble('malformed', 'event.unknown_shape')
}
