import { z } from 'zod'
import { httpOf, type SourceDeps } from '../adapter.ts'
import { Trouble } from '../trouble.ts'
import type { AwayReason } from './author-home.ts'
import { isHidden } from './labels.ts'
import { askXrpc } from './xrpc.ts'

const Posts = z.object({ posts: z.array(z.unknown()) })
const Named = z.object({ uri: z.string() })
const Labels = z.object({ labels: z.array(z.unknown()) })

const away: Record<string, AwayReason> = {
  AccountTakedown: 'taken_down',
  AccountDeactivated: 'deactivated',
}

/** What an AppView tells strangers of posts and accounts. Each question is paid for; `Trouble` where it does not answer. */
export type AppView = {
  nowMs: () => number
  /** Those it shows, by their addresses. */
  posts(uris: readonly string[], signal: AbortSignal): Promise<Map<string, unknown>>
  /** Accounts it says are away. Of one it does not know it says nothing. */
  awayAmong(dids: readonly string[], signal: AbortSignal): Promise<Map<string, AwayReason>>
  /** Posts that one of these moderation services took out of sight. */
  hiddenAmong(uris: readonly string[], labelers: readonly string[], signal: AbortSignal): Promise<Set<string>>
}

export function appViewAt(server: string, deps: SourceDeps): AppView {
  const nowMs = deps.nowMs ?? Date.now
  const say = async <T extends z.ZodType>(
    method: string,
    query: [string, string][],
    schema: T,
    signal: AbortSignal,
  ) => {
    await deps.budgets?.take('recheck')
    return askXrpc(httpOf(deps), { server, method, query }, schema, { signal, nowMs })
  }
  return {
    nowMs,
    async posts(uris, signal) {
      const said = await say('app.bsky.feed.getPosts', each('uris', uris), Posts, signal)
      if ('refused' in said) throw new Trouble('malformed', 'view.refused')
      const named = said.data.posts.flatMap((item): [string, unknown][] => {
        const uri = Named.safeParse(item).data?.uri
        return uri !== undefined && uris.includes(uri) ? [[uri, item]] : []
      })
      return new Map(named)
    },
    async awayAmong(dids, signal) {
      const found = new Map<string, AwayReason>()
      for (const did of dids) {
        const said = await say('app.bsky.actor.getProfile', [['actor', did]], z.unknown(), signal)
        const reason = 'refused' in said ? away[said.refused] : undefined
        if (reason) found.set(did, reason)
      }
      return found
    },
    async hiddenAmong(uris, labelers, signal) {
      if (labelers.length === 0) return new Set()
      const query = [...each('uriPatterns', uris), ...each('sources', labelers)]
      const said = await say('com.atproto.label.queryLabels', query, Labels, signal)
      // Not every AppView answers for moderators; their own stream tells of labels too.
      if ('refused' in said) return new Set()
      return new Set(uris.filter((uri) => isHidden(uri, said.data.labels, labelers, nowMs())))
    },
  }
}

const each = (name: string, values: readonly string[]) =>
  values.map((value): [string, string] => [name, value])
