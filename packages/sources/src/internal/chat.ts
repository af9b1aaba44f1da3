import { htmlText } from '../feed/html-text.ts'
import type { Items } from '../source.ts'
import { instant, internalPost, rawOf } from './own.ts'
import { MattermostMessage, TeamsMessage } from './shape.ts'

const rejected = (reason: string): Items => ({ posts: [], rejected: [{ reason }] })

/** An activity of a Teams outgoing webhook. A reply names its thread in the id of the conversation. */
export function parseTeams(body: Record<string, unknown>, receivedAt: string): Items {
  const parsed = TeamsMessage.safeParse(body)
  if (!parsed.success) return rejected('item.unknown_shape')
  const { id, text: html, timestamp, locale, replyToId, from, conversation, attachments } = parsed.data
  if (conversation?.conversationType && conversation.conversationType !== 'channel')
    return rejected('item.not_public')
  const { text, images } = htmlText(html ?? '')
  const files = (attachments ?? []).filter(({ contentType }) => contentType !== 'text/html')
  const media = [
    ...images.map((alt) => ({ kind: 'image' as const, alt })),
    ...files.map(({ contentType, name }) => ({
      kind: contentType?.startsWith('image/') ? ('image' as const) : ('link' as const),
      alt: name ?? null,
    })),
  ]
  if (text === '' && media.length === 0) return rejected('text.absent')
  const [channel = '', , thread] = /^([^;]*)(;messageid=(\d+))?/.exec(conversation?.id ?? '')?.slice(1) ?? []
  const within = (message: string) => `${channel}/${message}`
  const root = thread && thread !== id ? within(thread) : null
  const author = from?.aadObjectId ?? from?.id ?? null
  return {
    posts: [
      internalPost({
        externalId: within(id),
        authorId: author,
        authorHandle: from?.name ?? null,
        text,
        lang: locale ?? null,
        postedAt: instant(timestamp),
        receivedAt,
        parentId: replyToId ? within(replyToId) : root,
        rootId: root,
        media,
        raw: rawOf(body),
      }),
    ],
  }
}

/** A Mattermost outgoing webhook, in seconds or milliseconds by version. They serve open channels only. */
export function parseMattermost(body: Record<string, unknown>, receivedAt: string): Items {
  const parsed = MattermostMessage.safeParse(body)
  if (!parsed.success) return rejected('item.unknown_shape')
  const { post_id, channel_id, user_id, user_name, text, timestamp } = parsed.data
  if (text.trim() === '') return rejected('text.absent')
  const ms = timestamp == null ? null : timestamp < 1e11 ? timestamp * 1_000 : timestamp
  return {
    posts: [
      internalPost({
        externalId: `${channel_id}/${post_id}`,
        authorId: user_id || null,
        authorHandle: user_name || null,
        text: text.trim(),
        postedAt: instant(ms),
        receivedAt,
        raw: rawOf(body),
      }),
    ],
  }
}
