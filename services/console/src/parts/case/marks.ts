import type { PostView } from '@hark/contract'
import type { Conclusion } from '@hark/domain'
import type { Mark } from '../post-text/segment.ts'

/** Evidence of every finding of a post, once each. */
export function evidenceMarks(post: PostView): Mark[] {
  const marks = new Map<string, Mark>()
  for (const finding of post.findings) {
    for (const e of finding.evidence) {
      const id = `${e.kind}:${e.start}-${e.end}`
      marks.set(id, { id, kind: e.kind, start: e.start, end: e.end })
    }
  }
  return [...marks.values()]
}

type Marked = Partial<Pick<Conclusion, 'events' | 'quote'>> & { criteria: Partial<Record<string, unknown>> }

/** What a reviewer confirmed on one post. */
export function confirmedMarks(postId: string, c: Marked): Mark[] {
  const marks: Mark[] = []
  const add = (kind: string, at: unknown) => {
    const found = at as { postId?: string; span?: { start: number; end: number } } | null
    if (found?.span && found.postId === postId)
      marks.push({ id: `confirmed:${kind}`, kind, start: found.span.start, end: found.span.end })
  }
  for (const [criterion, at] of Object.entries(c.criteria)) add(criterion, at)
  for (const event of c.events ?? []) add('event', event)
  add('quote', c.quote)
  return marks
}

/** A piece of a post that is drawn only while it is lit. */
export const toldId = (postId: string, { start, end }: { start: number; end: number }): string =>
  `told:${postId}:${start}-${end}`

/** The lit piece of this post, if there is one. */
export function toldMarks(postId: string, lit: string | null): Mark[] {
  const [, post, start, end] = /^told:(.+):(\d+)-(\d+)$/.exec(lit ?? '') ?? []
  return lit && post === postId ? [{ id: lit, kind: 'told', start: Number(start), end: Number(end) }] : []
}
