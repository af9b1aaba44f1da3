import type { ClaimedPost, Judged } from '@hark/db'
import { compileMatcher, detectAll, type Matcher, type Resources, signatureOf } from '@hark/detection'
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
  const about = posts.map(({ id, text, lang, media }) => ({
    text,
    lang,
    media,
    parentText: parents[id] ?? null,
  }))
  const found = detectAll(about, matcher, resources)
  return posts.map((post, at) => {
    const findings = found[at] ?? []
    const flagged = findings.some((f) => f.flagged)
    return { post, findings, copy: flagged ? signatureOf(post.text) : null }
  })
}

/** One compiled matcher a programme, made anew when its products change. */
export class Matchers {
  private readonly known = new Map<string, { products: string; matcher: Matcher }>()

  /** `told`: the programme where it may have changed; null where it is as it was told last. */
  of(programmeId: string, told: Programme | null): Matcher {
    const known = this.known.get(programmeId)
    if (told === null) {
      if (!known) throw new Error('programme not told')
      return known.matcher
    }
    const products = JSON.stringify(told.products)
    if (known?.products === products) return known.matcher
    const matcher = compileMatcher(told.products)
    this.known.set(programmeId, { products, matcher })
    return matcher
  }
}
