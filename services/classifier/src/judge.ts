import type { ClaimedPost, Judged } from '@hark/db'
import { compileMatcher, detect, type Matcher, type Resources, signatureOf } from '@hark/detection'
import type { Programme } from '@hark/domain'
import type { ParentTexts } from './detector.ts'

/** What detection reads of a post; nothing else of it goes to the detector's thread. */
export type Readable = Pick<ClaimedPost, 'id' | 'text' | 'lang' | 'media'>
/** What it says of one. */
export type Said = Omit<Judged, 'post'>

/** Judges posts of one programme: findings, and for flagged ones the signature by which copies are found. Pure. */
export function judge<P extends Readable>(
  posts: readonly P[],
  matcher: Matcher,
  parents: ParentTexts,
  resources: Resources,
): (Said & { post: P })[] {
  return posts.map((post) => {
    const about = {
      text: post.text,
      lang: post.lang,
      media: post.media,
      parentText: parents[post.id] ?? null,
    }
    const findings = detect(about, matcher, resources)
    const flagged = findings.some((f) => f.flagged)
    return { post, findings, copy: flagged ? signatureOf(post.text) : null }
  })
}

/** One compiled matcher a programme, made anew when its products change. */
export class Matchers {
  private readonly known = new Map<string, { products: string; matcher: Matcher }>()

  of(programme: Programme): Matcher {
    const products = JSON.stringify(programme.products)
    const known = this.known.get(programme.id)
    if (known?.products === products) return known.matcher
    const matcher = compileMatcher(programme.products)
    this.known.set(programme.id, { products, matcher })
    return matcher
  }
}
