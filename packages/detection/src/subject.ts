import type { Post, Product } from '@hark/domain'
import { type Folded, fold } from './fold/fold.ts'
import { detectLanguage, inOtherScript } from './lang/detect.ts'
import type { Match, Matcher } from './match/matcher.ts'
import { othersNamed } from './match/others.ts'
import type { Resources } from './resources.ts'
import { threadMatches } from './thread.ts'

/** What detection needs of a post. `parentText` is the post it answers: a medicine may be named only there. */
export type DetectablePost = {
  text: string
  lang?: string | null
  media?: Post['media']
  parentText?: string | null
}

/** A product that a post is held against, and where it comes from: the text, the post answered, or nothing that could be read. */
export type Subject = {
  product: Product
  index: number
  from: 'text' | 'thread' | 'media' | 'script' | 'nowhere'
}

/** A text before it is read: the programme's products it names, the medicines beside them, and what it is held against. */
export type NamedText = {
  post: DetectablePost
  folded: Folded
  own: readonly Match[]
  others: readonly Match[]
  subjects: readonly Subject[]
}

export function namesIn(post: DetectablePost, matcher: Matcher, resources: Resources): NamedText {
  const folded = fold(post.text)
  const own = matcher.inFolded(folded)
  const around = own.length === 0 ? threadMatches(post, matcher) : []
  const from = own.length > 0 ? 'text' : 'thread'
  const subjects = [...new Set([...own, ...around].map(({ index }) => index))].flatMap((index): Subject[] => {
    const product = matcher.products[index]
    return product ? [{ product, index, from }] : []
  })
  if (subjects.length === 0) return { post, folded, own: [], others: [], subjects: ofMedia(post, matcher) }
  return { post, folded, own, others: othersNamed(folded, own, matcher, resources.gazetteer()), subjects }
}

/** A post of pictures alone is never negative: it is held against the programme's first own product. */
function ofMedia(post: DetectablePost, matcher: Matcher): Subject[] {
  if ((post.media?.length ?? 0) === 0 || /[\p{L}\p{N}]/u.test(post.text)) return []
  return firstOwn(matcher, 'media')
}

function firstOwn({ products }: Matcher, from: Subject['from']): Subject[] {
  const index = Math.max(
    0,
    products.findIndex((product) => product.own),
  )
  const product = products[index]
  return product ? [{ product, index, from }] : []
}

/** Words of a script no list is written in: that they name no medicine cannot be said. */
export const isUnread = ({ text, lang }: DetectablePost, { words }: Resources): boolean =>
  inOtherScript(text) && !detectLanguage(text, lang, words).known

/** A text of a programme in which no product was found is held against its first own product where it could not be read. */
export const orUnread = (text: NamedText, matcher: Matcher, resources: Resources): NamedText =>
  text.subjects.length === 0 && isUnread(text.post, resources)
    ? { ...text, subjects: firstOwn(matcher, 'script') }
    : text

const noProduct: Product = { id: '', group: '', brand: '', substance: '', own: false, names: [] }

/** A text as if it were about a medicine it does not name: what a sentence cut from a review is. */
export const asIfNamed = (text: NamedText): NamedText => ({
  ...text,
  subjects: [{ product: noProduct, index: 0, from: 'nowhere' }],
})
