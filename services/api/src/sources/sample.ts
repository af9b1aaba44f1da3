import { countedAsHash, pausesOf, spentOf } from '@hark/db'
import { DomainError, type Post } from '@hark/domain'
import { adviceOn, readOnce, troubleOf } from '@hark/sources'
import type { ApiContext } from '../context.ts'
import { assertCredentials, wantedSource } from './wanted-source.ts'

const POSTS = 5
const SECONDS = 15

export type Asked = {
  platform: string
  target?: string | undefined
  config?: Record<string, unknown> | undefined
  credentials: Record<string, string>
}

/** Reads a source once and stores nothing of what it brings; what it asks counts against the budget of its key. What the platform refuses is told by its code, for the person to put right. */
export async function sampleSource(ctx: ApiContext, asked: Asked) {
  const { adapter, config } = wantedSource(ctx, asked)
  assertCredentials(adapter, asked.credentials)
  const posts: Pick<Post, 'externalId' | 'text' | 'lang' | 'postedAt' | 'url'>[] = []
  const onPost = ({ externalId, text, lang, postedAt, url }: Post) =>
    void posts.push({ externalId, text, lang, postedAt, url })
  const counted = adapter.countedAs?.(config, asked.credentials) ?? ''
  const countedAs = countedAsHash(ctx.config.HARK_PRIVATE_KEY, asked.platform, counted)
  const signal = new AbortController().signal
  const look = {
    config,
    secrets: asked.credentials,
    http: ctx.http,
    limit: POSTS,
    seconds: SECONDS,
    signal,
    onPost,
    kept: { spent: spentOf(ctx.db, countedAs), pauses: pausesOf(ctx.db, countedAs) },
  }
  const cost = adapter.cost?.(config) ?? null
  try {
    const { rejected } = await readOnce(adapter, look)
    return { posts, rejected: rejected.length, cost, trouble: null, advice: null }
  } catch (error) {
    if (error instanceof DomainError) throw error
    const trouble = troubleOf(error)
    return { posts, rejected: 0, cost, trouble: trouble.code, advice: adviceOn(trouble) }
  }
}
