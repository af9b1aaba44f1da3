import { randomUUID } from 'node:crypto'
import type { ConclusionBody, DecisionView } from '@hark/contract'
import type { Client } from './client.ts'
import type { SeededPost } from './seed-post.ts'

/** A valid forwardable conclusion on the usual text: all four criteria, one event. */
export function forwardableConclusion(post: SeededPost, over: Partial<ConclusionBody> = {}): ConclusionBody {
  const at = (words: string) => ({ postId: post.id, span: post.span(words) })
  return {
    criteria: {
      patient: at('My mum (72)'),
      reporter: at('My'),
      product: at('Zolvara'),
      event: at('terrible rash'),
    },
    events: [{ term: 'rash', ...at('terrible rash'), seriousness: [] }],
    special: [],
    forwardable: true,
    validNow: true,
    closeReason: null,
    quote: null,
    duplicateOf: null,
    note: '',
    ...over,
  }
}

/** A close: not forwarded, with its reason. */
export function closingConclusion(
  closeReason: NonNullable<ConclusionBody['closeReason']> = 'no_event',
  over: Partial<ConclusionBody> = {},
): ConclusionBody {
  const missing = { missing: 'Nobody is spoken of.' }
  return {
    criteria: { patient: missing, reporter: missing, product: missing, event: missing },
    events: [],
    special: [],
    forwardable: false,
    validNow: false,
    closeReason,
    quote: null,
    duplicateOf: null,
    note: '',
    ...over,
  }
}

/** The body of what the api granted; throws with its refusal. */
// biome-ignore lint/suspicious/noExplicitAny: a reply is asserted on, not relied on
export async function must(client: Client, url: string, body: unknown = {}): Promise<any> {
  const reply = await client.post(url, body)
  if (reply.status === 200) return reply.body
  throw new Error(`POST ${url} refused: ${reply.status} ${reply.body.code} ${reply.body.message}`)
}

/** PV hands a post of a case to communications. */
export async function releaseForReply(client: Client, post: { caseId: string; id: string }): Promise<void> {
  await must(client, `/api/cases/${post.caseId}/reply-release`, { postId: post.id })
}

/** Takes a case and gives the token; throws where the api refuses. */
export async function claim(client: Client, caseId: string, tab: string = randomUUID()): Promise<string> {
  return (await must(client, `/api/cases/${caseId}/claim`, { tab })).token
}

/** Claims and concludes. */
export async function conclude(
  client: Client,
  caseId: string,
  conclusion: ConclusionBody,
): Promise<DecisionView> {
  const token = await claim(client, caseId)
  const { body } = await client.get(`/api/cases/${caseId}`)
  const given = { token, version: body.version, conclusion }
  return (await must(client, `/api/cases/${caseId}/conclusion`, given)).decision
}

/** Signs decisions of this person with both components. */
export function sign(client: Client, decisions: readonly DecisionView[]) {
  const items = decisions.map((d) => ({ decisionId: d.id, contentSha256: d.contentSha256 }))
  return must(client, '/api/signing', { ...client.both(), items })
}

/** Claim, conclude and sign in one go: a decided case. */
export async function decide(
  client: Client,
  caseId: string,
  conclusion: ConclusionBody,
): Promise<DecisionView> {
  const decision = await conclude(client, caseId, conclusion)
  await sign(client, [decision])
  return decision
}
