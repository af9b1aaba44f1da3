import { randomUUID } from 'node:crypto'
import { PASSWORD } from '@hark/testkit'
import type { Asking } from './asking.ts'

/** Milliseconds of each request, by what was asked. */
export type Took = Map<string, number[]>

/** What reviewers and comms read all day; `search` of few words and of many. */
export async function readRoutes(
  asking: Asking,
  requests: number,
  word: (n: number) => string,
): Promise<Took> {
  const { next } = (await asking.ask('GET', '/api/queue')).body
  const routes: [string, (n: number) => string][] = [
    ['GET /api/queue', () => '/api/queue'],
    ['GET /api/queue, next page', () => `/api/queue?cursor=${encodeURIComponent(next)}`],
    ['GET /api/queue, one lane', () => '/api/queue?lane=priority'],
    ['GET /api/queue, search of a rare word', (n) => `/api/queue?search=${word(n)}`],
    ['GET /api/queue, search of a word of every post', () => '/api/queue?search=headache'],
    ['GET /api/responses', () => '/api/responses'],
    ['GET /api/responses, in review', () => '/api/responses?state=in_review'],
  ]
  const took: Took = new Map()
  for (const [name, url] of routes) {
    const all: number[] = []
    for (let n = 0; n < requests; n++) all.push((await asking.ask('GET', url(n))).ms)
    took.set(name, all)
  }
  return took
}

/** A reviewer at one case after the other: opens it, takes it, concludes it on its own words, signs. */
export async function workRoutes(asking: Asking, caseIds: readonly string[]): Promise<Took> {
  const took: Took = new Map()
  const timed = async (name: string, path: string, body?: unknown) => {
    const { ms, body: answer } = await asking.ask(body === undefined ? 'GET' : 'POST', path, body)
    took.set(name, [...(took.get(name) ?? []), ms])
    return answer
  }
  for (const [n, id] of caseIds.entries()) {
    const seen = await timed('GET /api/cases/:id', `/api/cases/${id}`)
    const { token } = await timed('POST /api/cases/:id/claim', `/api/cases/${id}/claim`, {
      tab: randomUUID(),
    })
    const given = { token, version: seen.version, conclusion: conclusionOn(seen.postList[0], seen.product) }
    const { decision } = await timed('POST /api/cases/:id/conclusion', `/api/cases/${id}/conclusion`, given)
    const items = [{ decisionId: decision.id, contentSha256: decision.contentSha256 }]
    const shown = n === 0 ? asking.both() : { password: PASSWORD }
    await timed('POST /api/signing', '/api/signing', { ...shown, items })
  }
  return took
}

/** Forwardable, on the words of the seeded posts: "Post 7: since I take Zolvara I have a headache and a rash". */
function conclusionOn({ id, text }: { id: string; text: string }, product: string) {
  const at = (words: string) => {
    const start = text.indexOf(words)
    return { postId: id, span: { start, end: start + words.length, text: words } }
  }
  return {
    criteria: { patient: at('I take'), reporter: at('I'), product: at(product), event: at('headache') },
    events: [{ term: 'headache', ...at('headache'), seriousness: [] }],
    special: [],
    forwardable: true,
    validNow: true,
    closeReason: null,
    quote: null,
    duplicateOf: null,
    note: '',
  }
}
