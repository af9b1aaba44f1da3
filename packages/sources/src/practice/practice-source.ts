import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Post } from '@hark/domain'
import { z } from 'zod'
import { sleep as realSleep, type Sleep } from '../pace.ts'
import { type Batch, BatchBuilder, type Source, type Wants } from '../source.ts'
import { storablePost } from '../storable-text.ts'

export type PracticeConfig = {
  /** The posts of the practice programme, in the order they are told; those shipped with Hark unless given. */
  path?: string
  /** 1 is a human pace, 10 ten times that; 0 waits for nothing. */
  speed?: number
  batchSize?: number
}

export type PracticeDeps = { wants?: Wants; nowMs?: () => number; sleep?: Sleep }

export const practicePosts = fileURLToPath(new URL('../../practice/posts.jsonl', import.meta.url))

const Line = z.object({
  id: z.string().min(1),
  author: z.string().min(1),
  text: z.string(),
  lang: z.string().nullish(),
  thread: z.object({ parent: z.string().nullish(), root: z.string().nullish() }).nullish(),
  /** Seconds after the post before it. */
  delay: z.number().nonnegative().default(0),
  /** This post is a later version of that one. */
  edit_of: z.string().nullish(),
})
type PracticeLine = z.infer<typeof Line>

/**
 * Invented posts at a human pace, told once and never again: the cursor is the number of lines told. Right
 * answers that stand beside the posts (`gold`) never leave the file.
 */
export function practiceSource(config: PracticeConfig = {}, deps: PracticeDeps = {}): Source {
  const { path = practicePosts, speed = 1, batchSize = 100 } = config
  const { wants = () => true, nowMs = Date.now, sleep = realSleep } = deps

  async function* read(signal: AbortSignal, cursor: string | null): AsyncGenerator<Batch> {
    let [batch, told] = [new BatchBuilder(), 0]
    for await (const json of linesOf(path)) {
      if (signal.aborted) return
      told += 1
      if (told <= Number(cursor ?? 0)) continue
      const line = parseLine(json)
      const waitMs = speed === 0 || line === null ? 0 : (line.delay * 1000) / speed
      if ((waitMs > 0 || batch.offered >= batchSize) && !batch.isEmpty) {
        yield batch.build(String(told - 1))
        batch = new BatchBuilder()
      }
      if (waitMs > 0) await sleep(waitMs, signal)
      if (signal.aborted) return
      if (line === null) batch.rejected.push({ line: told, reason: 'line.unknown_shape' })
      else batch.offer(toPost(line, json, new Date(nowMs()).toISOString()), wants)
    }
    if (!batch.isEmpty) yield batch.build(String(told))
  }

  return { platform: 'practice', read }
}

function toPost(line: PracticeLine, json: string, now: string): Post {
  return storablePost({
    platform: 'practice',
    externalId: line.edit_of ?? line.id,
    revision: line.edit_of ? line.id : '',
    authorId: line.author,
    authorHandle: line.author,
    text: line.text,
    lang: line.lang ?? null,
    url: `https://practice.invalid/posts/${encodeURIComponent(line.edit_of ?? line.id)}`,
    postedAt: now,
    receivedAt: now,
    parentId: line.thread?.parent ?? null,
    rootId: line.thread?.root ?? null,
    quotedId: null,
    media: [],
    raw: withoutAnswers(json),
  })
}

/** What the platform would have sent: the detector must not be able to find the right answer in it. */
function withoutAnswers(json: string): string {
  const { gold: _gold, ...sent } = JSON.parse(json)
  return JSON.stringify(sent)
}

function parseLine(json: string): PracticeLine | null {
  try {
    return Line.parse(JSON.parse(json))
  } catch {
    return null
  }
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })
  for await (const line of lines) if (line.trim() !== '') yield line
}
