import type { SourceDeps } from '../adapter.ts'
import { httpOf } from '../adapter.ts'
import { versionOf } from '../bluesky/content.ts'
import type { Allowance } from '../limits/budget.ts'
import type { Rechecked, Source } from '../source.ts'
import { type AppView, appViewAt } from './app-view.ts'
import { askAuthorsHome } from './author-home.ts'
import { isHidden } from './labels.ts'
import { isPostUri, readShown } from './shown-post.ts'

/** A tenth of what an address may ask in five minutes: with 25 posts a question, two million posts a day. */
export const recheckAllowances: Record<string, Allowance> = {
  recheck: { kind: 'bucket', capacity: 300, perMs: 300_000 },
}

/** `app.bsky.feed.getPosts` takes so many. */
const atOnce = 25
/** Homes of authors asked at a time. */
const homesAtOnce = 5

export type RecheckAt = {
  appView: string
  /** Where the servers of authors are looked up. */
  directory: string
  /** Accounts of the moderation services whose labels are believed. */
  labelers: readonly string[]
}

/** Where the stream tells no more of deletions: each of its gaps, and those of its moderators, may have held some. */
export const missedIn = (lane: string): boolean => lane === '' || /^(search|labels):/.test(lane)

/**
 * What became of posts we hold. What an AppView shows is there, in the version it shows. What it does not show may be deleted, away
 * with its author, hidden, or not indexed yet: that is asked of those who know, and what none of them says is not said here.
 */
export function recheckPosts(
  { appView, directory, labelers }: RecheckAt,
  deps: SourceDeps,
): NonNullable<Source['recheck']> {
  const view = appViewAt(appView, deps)
  return async (externalIds, signal) => {
    const answers: Rechecked[] = []
    const ids = externalIds.filter(isPostUri)
    try {
      for (let at = 0; at < ids.length && !signal.aborted; at += atOnce)
        answers.push(...(await some(ids.slice(at, at + atOnce))))
    } catch (error) {
      // What was answered before the trouble counts; the rest is asked again later.
      if (answers.length === 0) throw error
    }
    return answers

    async function some(uris: readonly string[]): Promise<Rechecked[]> {
      const shown = await view.posts(uris, signal)
      const kept = (await deps.payloads?.([...shown.keys()])) ?? new Map<string, string>()
      const missing = uris.filter((uri) => !shown.has(uri))
      return [
        ...[...shown].map(([uri, item]) => judged(uri, item, kept.get(uri), labelers, view.nowMs())),
        ...(await missingOnes(missing, view, { directory, labelers }, httpOf(deps), signal)),
      ]
    }
  }
}

/** A version is named by its content: another name, other words. */
function judged(
  externalId: string,
  item: unknown,
  payload: string | undefined,
  labelers: readonly string[],
  nowMs: number,
): Rechecked {
  const shown = readShown(item, new Date(nowMs).toISOString())
  if (typeof shown === 'string') return { externalId, now: 'same' }
  if (isHidden(externalId, shown.labels, labelers, nowMs))
    return { externalId, now: 'gone', reason: 'hidden' }
  const held = payload === undefined ? null : versionOf(payload)
  const { post, cid } = shown
  if (held === null || cid === null || held === cid) return { externalId, now: 'same' }
  return { externalId, now: 'changed', post: { ...post, revision: cid } }
}

async function missingOnes(
  uris: readonly string[],
  view: AppView,
  { directory, labelers }: Pick<RecheckAt, 'directory' | 'labelers'>,
  http: ReturnType<typeof httpOf>,
  signal: AbortSignal,
): Promise<Rechecked[]> {
  if (uris.length === 0) return []
  const away = await view.awayAmong([...new Set(uris.map(authorOf))], signal)
  const hidden = await view.hiddenAmong(uris, labelers, signal)
  const answers: Rechecked[] = []
  const waiting = uris.values()
  const one = async () => {
    for (const externalId of waiting) {
      const authorId = authorOf(externalId)
      const reason = away.get(authorId)
      if (reason) answers.push({ externalId, now: 'away', authorId, reason })
      else if (hidden.has(externalId)) answers.push({ externalId, now: 'gone', reason: 'hidden' })
      else {
        const rkey = externalId.split('/').at(-1) as string
        const at = { did: authorId, rkey }
        const said = await askAuthorsHome(http, directory, at, signal, view.nowMs).catch(() => null)
        if (said === 'gone') answers.push({ externalId, now: 'gone', reason: 'deleted' })
        // Only the AppView does not show it: nobody took it back.
        else if (said === 'there') answers.push({ externalId, now: 'same' })
        else if (said !== null) answers.push({ externalId, now: 'away', authorId, reason: said.away })
      }
    }
  }
  await Promise.all(Array.from({ length: homesAtOnce }, one))
  return answers
}

const authorOf = (uri: string): string => uri.split('/')[2] as string
