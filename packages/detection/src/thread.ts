import { cuesOf } from './cues/find-cues.ts'
import type { Match, Matcher } from './match/matcher.ts'
import type { Reading } from './reading.ts'
import type { DetectablePost } from './subject.ts'

/** Products named in the post answered or in the media's descriptions, where the post itself names none. */
export function threadMatches(post: DetectablePost, matcher: Matcher): Match[] {
  const around = [post.parentText ?? '', ...(post.media ?? []).map(({ alt }) => alt ?? '')]
  return around.flatMap((text) => (text ? matcher(text) : []))
}

const shortReply = 12

/**
 * A short answer in the first person under a post about the medicine is a new patient's report ("me too!"), which no score
 * of its own words can see: it goes to a human.
 */
export function meToo(post: DetectablePost, reading: Reading): string[] {
  if (!post.parentText || reading.tokens.words.length > shortReply) return []
  return cuesOf(reading.cues, 'me_too').length > 0 ? ['thread.me_too'] : []
}
