import { decodeAll } from '@atproto/lex-cbor'
import type { Removal } from '@hark/domain'
import { z } from 'zod'
import { isPostUri } from './shown-post.ts'

/** A label as its service publishes it (`com.atproto.label.defs#label`): `neg` lifts an earlier one. */
const Label = z.object({
  src: z.string(),
  uri: z.string(),
  val: z.string(),
  neg: z.boolean().optional(),
  cts: z.string(),
  exp: z.string().optional(),
})
export type Label = z.infer<typeof Label>

/** One message of `com.atproto.label.subscribeLabels`. `items` are judged one by one. */
export type LabelFrame =
  | { kind: 'labels'; seq: number; items: unknown[] }
  | { kind: 'info' | 'error'; name: string }
  | { kind: 'unreadable' }

const Header = z.object({ op: z.number(), t: z.string().optional() })
const Labels = z.object({ seq: z.int().nonnegative(), labels: z.array(z.unknown()) })
const Named = z.object({ name: z.string().optional(), error: z.string().optional() })

/** Never throws: what cannot be read says so. A kind of message nobody knows yet is an `info` without effect. */
export function parseLabelFrame(bytes: Uint8Array): LabelFrame {
  const [header, body] = decoded(bytes)
  const head = Header.safeParse(header)
  if (!head.success) return { kind: 'unreadable' }
  const named = Named.safeParse(body)
  if (head.data.op === -1) return { kind: 'error', name: closedName(named.data?.error) }
  if (head.data.t !== '#labels') return { kind: 'info', name: closedName(named.data?.name) }
  const labels = Labels.safeParse(body)
  if (!labels.success) return { kind: 'unreadable' }
  return { kind: 'labels', seq: labels.data.seq, items: labels.data.labels }
}

export function parseLabel(json: unknown): Label | null {
  const parsed = Label.safeParse(json)
  return parsed.success ? parsed.data : null
}

/** The readable labels of a list. */
export const labelsIn = (json: unknown): Label[] =>
  Array.isArray(json) ? json.flatMap((one) => parseLabel(one) ?? []) : []

/** What a moderator takes out of sight. All other labels are opinions on a post, which is still there for all to read. */
const hiding = new Set(['!takedown', '!hide'])

/** What a label asks of us: null for opinions, for labels another service is said to have given, and for what is no post or account. */
export function removalByLabel(label: Label, did: string, nowMs: number): Removal | null {
  const { src, uri, val, neg = false, cts, exp } = label
  if (src !== did || !hiding.has(val) || (exp !== undefined && Date.parse(exp) <= nowMs)) return null
  // Never in the future: what is due is counted from here.
  const claimed = Date.parse(cts)
  const at = new Date(Number.isNaN(claimed) ? nowMs : Math.min(claimed, nowMs)).toISOString()
  if (isPostUri(uri))
    return neg
      ? { kind: 'post_restored', externalId: uri, at }
      : { kind: 'post', externalId: uri, reason: 'hidden', at }
  if (!uri.startsWith('did:')) return null
  return neg
    ? { kind: 'author_restored', authorId: uri, of: 'hidden', at }
    : { kind: 'author', authorId: uri, reason: 'hidden', at }
}

/** Whether labels that came with a post, or of it, take it out of sight; the last word of each service holds. */
export function isHidden(uri: string, labels: unknown, labelers: readonly string[], nowMs: number): boolean {
  const told = labelsIn(labels)
    .filter((label) => label.uri === uri)
    .flatMap((label) =>
      labelers.map((did) => ({ val: `${did} ${label.val}`, of: removalByLabel(label, did, nowMs) })),
    )
  const last = new Map(told.flatMap(({ val, of }) => (of === null ? [] : [[val, of.kind === 'post']])))
  return [...last.values()].includes(true)
}

function decoded(bytes: Uint8Array): unknown[] {
  try {
    return [...decodeAll(bytes)]
  } catch {
    return []
  }
}

/** A name that came over the wire, fit to be shown. */
function closedName(name: string | undefined): string {
  return name !== undefined && /^[A-Za-z]{1,40}$/.test(name) ? name : 'Unnamed'
}
