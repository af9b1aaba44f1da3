const tokens = ['app.bsky.feed.post"', 'account"', '"error"', '#info"'].map((token) => Buffer.from(token))

/**
 * May this message hold a post, a removal or a notice? Searched in the bytes, before they become a string: on
 * the unfiltered stream nine of ten messages are likes and follows. The closing quote tells a collection
 * (`app.bsky.feed.post"`) from the subject of a like (`app.bsky.feed.post/…`).
 */
export function mayConcernPosts(message: Buffer): boolean {
  return tokens.some((token) => message.includes(token))
}
