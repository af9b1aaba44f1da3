import type { Post } from '@hark/domain'
import type { Items } from '../source.ts'
import { Trouble } from '../trouble.ts'
import { instant, internalPost, rawOf } from './own.ts'
import { SlackEvent, SlackMessage } from './shape.ts'

/** Messages that say no more than that something happened in the channel. */
const withWords = new Set([
  '',
  'file_share',
  'thread_broadcast',
  'me_message',
  'message_changed',
  'message_replied',
])

/** An event of Slack's Events API: a message in an open channel, its edit or its deletion. Other events are no posts. */
export function parseSlack(body: Record<string, unknown>, receivedAt: string): Items {
  const parsed = SlackEvent.safeParse(body)
  if (!parsed.success) throw new Trouble('malformed', 'event.unknown_shape')
  const { team_id, event } = parsed.data
  if (event.type !== 'message') return { posts: [] }
  if (event.channel_type && event.channel_type !== 'channel') return rejected('item.not_public')
  const place = `${team_id ?? '-'}/${event.channel ?? '-'}`
  if (event.subtype === 'message_deleted') {
    if (!event.deleted_ts) throw new Trouble('malformed', 'event.unknown_shape')
    const externalId = `${place}/${event.deleted_ts}`
    return { posts: [], removals: [{ kind: 'post', externalId, reason: 'deleted', at: receivedAt }] }
  }
  const message = SlackMessage.safeParse(event.subtype === 'message_changed' ? event.message : event)
  if (!message.success) return rejected('item.unknown_shape')
  const one = message.data
  if (one.bot_id || one.subtype === 'bot_message') return rejected('item.automatic')
  // A message with replies that is deleted stays as a stub.
  if (one.subtype === 'tombstone')
    return {
      posts: [],
      removals: [{ kind: 'post', externalId: `${place}/${one.ts}`, reason: 'deleted', at: receivedAt }],
    }
  if (!withWords.has(one.subtype ?? '')) return rejected('item.no_words')
  const [text, media] = [shown(one.text ?? ''), mediaOf(one)]
  if (text === '' && media.length === 0) return rejected('text.absent')
  const thread = one.thread_ts && one.thread_ts !== one.ts ? `${place}/${one.thread_ts}` : null
  const post = internalPost({
    externalId: `${place}/${one.ts}`,
    revision: one.edited?.ts ?? '',
    authorId: one.user ?? null,
    text,
    postedAt: instant(Number(one.ts) * 1_000),
    receivedAt,
    parentId: thread,
    rootId: thread,
    media,
    raw: rawOf(withoutEarlier(body)),
  })
  return { posts: [post] }
}

const rejected = (reason: string): Items => ({ posts: [], rejected: [{ reason }] })

/** An edit brings along what was written before: the author took that back. */
function withoutEarlier(body: Record<string, unknown>): Record<string, unknown> {
  const { previous_message: _before, ...event } = body.event as Record<string, unknown>
  return { ...body, event }
}

/** Slack's markup as it is shown: `<@U1|ann>`, `<#C1|general>`, `<https://…|words>`, and three escaped characters. */
export function shown(text: string): string {
  return text
    .replace(
      /<([@#!]?)([^<>|]{0,2000})(?:\|([^<>]{0,2000}))?>/g,
      (_, kind: string, target: string, label?: string) => {
        if (kind === '') return label && label !== target ? `${label} (${target})` : target
        return `${kind === '#' ? '#' : '@'}${label ?? target.replace(/^subteam\^/, '')}`
      },
    )
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim()
}

function mediaOf({ files }: SlackMessage): Post['media'] {
  return (files ?? []).map(({ title, name, mimetype, alt_txt }) => {
    const kind = /^(image|video|audio)\//.exec(mimetype ?? '')?.[1] as 'image' | 'video' | 'audio' | undefined
    return { kind: kind ?? 'link', alt: alt_txt || title || name || null }
  })
}
