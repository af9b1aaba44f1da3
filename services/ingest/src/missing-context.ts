import { dueContexts, heldExternalIds, type LacksContext, noteContextTry, type SourceToRead } from '@hark/db'
import { nextContextTry, notShown, type Post } from '@hark/domain'
import { pause } from '@hark/runtime'
import { type Source, troubleOf } from '@hark/sources'
import type { IngestContext } from './context.ts'
import { storeCounted } from './store-counted.ts'
import { untilAborted } from './until-aborted.ts'

const LOOK_EVERY_MS = 20_000
const AT_ONCE = 10
const LONGEST_MS = 10_000

type Ctx = Pick<IngestContext, 'db' | 'sealing' | 'metrics' | 'log'>
type Asked = Pick<Source, 'context' | 'platform'>

/** Asks again for what flagged posts answer, where their batch came without it. Never ends by itself. */
export async function fetchContextUntilStopped(
  ctx: Ctx,
  source: SourceToRead,
  opened: Asked,
  signal: AbortSignal,
): Promise<void> {
  if (!opened.context) return untilAborted(signal)
  while (!signal.aborted) {
    await fetchContextOnce(ctx, source, opened, signal).catch((err) =>
      ctx.log.warn({ err, source: source.id }, 'context not asked for'),
    )
    await pause(LOOK_EVERY_MS, signal)
  }
}

/** One round: each post for itself, so that one the platform chokes on is not in the way of others. Answers of how many. */
export async function fetchContextOnce(
  ctx: Ctx,
  source: SourceToRead,
  { context, platform }: Asked,
  signal: AbortSignal,
): Promise<number> {
  const due = context ? await dueContexts(ctx.db, source.id, AT_ONCE) : []
  for (const post of due) {
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(LONGEST_MS)])
    const answer = await Promise.resolve(context?.(post, inTime)).then(
      (posts = []) => ({ posts, trouble: null }),
      (error) => ({ posts: [], trouble: troubleOf(error) }),
    )
    if (signal.aborted) break
    const wanted = referredBy(post)
    const held = new Set(await heldExternalIds(ctx.db, source.programmeId, platform, wanted))
    const found = answer.posts.filter(({ externalId }) => !held.has(externalId))
    if (found.length > 0) await storeCounted(ctx, source, { ...nothing, posts: found })
    const here = new Set([...held, ...found.map(({ externalId }) => externalId)])
    await noteContextTry(
      ctx.db,
      post.postId,
      outcome(
        post,
        answer.trouble,
        wanted.every((id) => here.has(id)),
      ),
    )
    if (answer.trouble?.kind === 'limited') break
  }
  return due.length
}

const nothing = { unmatched: 0, rejected: [], removals: [] }

/** What the platform did not show is not shown the next time either; what it could not say is asked again, and given up in the end. */
function outcome({ tries }: LacksContext, trouble: ReturnType<typeof troubleOf> | null, complete: boolean) {
  if (trouble === null) return { next: null, reason: complete ? null : notShown }
  const next = nextContextTry(tries + 1, new Date())
  const untilMs = trouble.untilMs ?? 0
  return { next: next && new Date(Math.max(next.getTime(), untilMs)), reason: trouble.code }
}

const referredBy = ({ parentId, rootId, quotedId }: Pick<Post, 'parentId' | 'rootId' | 'quotedId'>) =>
  [parentId, rootId, quotedId].filter((id) => id !== null)
