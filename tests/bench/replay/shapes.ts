import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const recorded = resolve(root, process.env.HARK_SHARED ?? '../shared', 'fixtures/jetstream/expected_v1.jsonl')

/** Why nothing can be generated here; null where the recording is. */
export const recordingMissing: string | null = existsSync(recorded)
  ? null
  : 'needs HARK_SHARED: recorded traffic'

/** What is written anew into every event; all else of a shape stays as it is. */
export type Slot =
  | 'did'
  | 'timeUs'
  | 'rev'
  | 'rkey'
  | 'cid'
  | 'created'
  | 'text'
  | 'parent'
  | 'root'
  | 'subject'

/** One recorded event without its words: what stands between the slots, and what the generator must know of it. */
export type Shape = {
  kind: 'post' | 'delete' | 'other'
  pieces: string[]
  slots: Slot[]
  /** Letters its text had. */
  letters: number
  lang: string
  /** Answers a post whose thread began with another. */
  deep: boolean
  /** Is sent to a reader that asked for posts: posts, their deletions, and whatever tells of accounts. */
  withPosts: boolean
}

type Recorded = { kind: string; commit?: { operation: string; collection: string; record?: RecordedPost } }
type RecordedPost = {
  text?: string
  langs?: string[]
  reply?: { parent: { uri: string }; root: { uri: string } }
}

/** The shapes of the recorded stream, in its order. Their words, names and pictures are replaced by as many letters of our own. */
export function recordedShapes(): Shape[] {
  return readFileSync(recorded, 'utf8').trim().split('\n').map(shapeOf)
}

function shapeOf(line: string): Shape {
  const event = JSON.parse(line) as Recorded
  const { commit } = event
  const ofPosts = commit?.collection === 'app.bsky.feed.post'
  const parts = JSON.stringify(anonymous(event, []))
    .replace(/"(@@timeUs@@)"/, '$1')
    .split('@@')
  const reply = commit?.record?.reply
  return {
    kind: ofPosts ? (commit?.operation === 'delete' ? 'delete' : 'post') : 'other',
    pieces: parts.filter((_, at) => at % 2 === 0),
    slots: parts.filter((_, at) => at % 2 === 1) as Slot[],
    letters: [...(commit?.record?.text ?? '')].length,
    lang: commit?.record?.langs?.[0]?.slice(0, 2) ?? 'en',
    deep: reply !== undefined && reply.parent.uri !== reply.root.uri,
    withPosts: ofPosts || commit === undefined,
  }
}

const slotAt: Record<string, Slot> = {
  did: 'did',
  time_us: 'timeUs',
  'commit.rev': 'rev',
  'commit.rkey': 'rkey',
  'commit.cid': 'cid',
  'commit.record.text': 'text',
  'commit.record.createdAt': 'created',
  'commit.record.reply.parent.uri': 'parent',
  'commit.record.reply.root.uri': 'root',
  'commit.record.subject.uri': 'subject',
  'account.did': 'did',
  'identity.did': 'did',
}
/** Says what a thing is, and nothing anyone wrote. */
const kept = /(\$type|kind|operation|collection|mimeType|status|time)$|\.langs\.\d+$/

function anonymous(value: unknown, path: string[]): unknown {
  const at = path.join('.')
  const slot = slotAt[at]
  if (slot) return `@@${slot}@@`
  if (typeof value === 'string') return kept.test(at) ? value : letters([...value].length)
  if (Array.isArray(value)) return value.map((one, i) => anonymous(one, [...path, String(i)]))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, of]) => [key, anonymous(of, [...path, key])]))
}

const filler = 'quiet harbour light over the long wet field while the slow train waits '
const letters = (count: number): string => filler.repeat(Math.ceil(count / filler.length)).slice(0, count)
