import type { Http } from '../fetch/safe-fetch.ts'
import type { Rechecked } from '../source.ts'

/**
 * Whether the pages of posts are still there. Only an id that is the address of a page can be asked after, and only 404 and 410 say that it
 * is gone: a comment shares its page with others, and an error says nothing. An edit shows in the feed, not here.
 */
export async function recheckPages(
  http: Http,
  externalIds: readonly string[],
  signal: AbortSignal,
): Promise<Rechecked[]> {
  const answers: Rechecked[] = []
  for (const externalId of externalIds) {
    if (signal.aborted) break
    const url = URL.parse(externalId)
    if (url === null || !/^https?:$/.test(url.protocol) || url.hash !== '') continue
    const status = await http
      .fetch(url.href, { method: 'HEAD', signal })
      .then((response) => response.status)
      .catch(() => null)
    if (status === 404 || status === 410) answers.push({ externalId, now: 'gone', reason: 'deleted' })
    else if (status !== null && status < 300) answers.push({ externalId, now: 'same' })
  }
  return answers
}
