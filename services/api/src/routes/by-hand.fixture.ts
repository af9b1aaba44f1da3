import {
  type Client,
  closingConclusion,
  decide,
  ledgerKeys,
  releaseForReply,
  sealLedger,
  startStack,
} from '@hark/testkit'

/** Replies that no machine sends, on a deployment that answers elsewhere by API; `x` is a programme whose posts are answered on X. */
export async function startByHand() {
  const stack = await startStack({
    config: { HARK_REPLY_PLATFORMS: 'bluesky', HARK_HOLD_SECONDS: 0 },
    programme: { platform: 'mastodon', kind: 'live', replyAccount: 'brand@social.example' },
  })
  const keys = ledgerKeys()
  const x = await stack.seedProgramme({ platform: 'x', kind: 'live', replyAccount: '1234567890' })
  const [ana, ben, lea, cho] = await Promise.all([
    stack.as('ana'),
    stack.as('ben'),
    stack.as('lea'),
    stack.as('cho'),
  ])
  let posts = 0

  const take = (by: Client, id: string) => by.post(`/api/responses/${id}/take-out`)
  const read = async (id: string) => (await cho.get(`/api/responses/${id}`)).body
  const seal = () => sealLedger(stack.db, keys)

  async function drafted(programme = stack.programme) {
    posts += 1
    const seed = { externalId: `19912345678901${posts}`, text: `Zolvara and a rash, ${posts}` }
    const post = await stack.seedPost(seed, programme)
    await decide(ana, post.caseId, closingConclusion('question_only'))
    await releaseForReply(ana, post)
    const body = { caseId: post.caseId, postId: post.id, template: 'handoff.en' }
    return answered(await cho.post('/api/responses', body))
  }

  async function signed(programme = stack.programme) {
    const r = await drafted(programme)
    answered(await cho.post(`/api/responses/${r.id}/submit`))
    const shown = { ...ben.both(), contentSha256: r.versions[0].contentSha256, meaning: 'pv_approve' }
    return answered(await ben.post(`/api/responses/${r.id}/signature`, shown)).response
  }

  /** Signed, sealed, and taken out by Cho. */
  async function taken(programme = stack.programme) {
    const r = await signed(programme)
    await seal()
    answered(await take(cho, r.id))
    return r
  }

  const end = () => stack[Symbol.asyncDispose]()
  return { stack, keys, x, people: { ana, ben, lea, cho }, take, read, seal, drafted, signed, taken, end }
}

function answered({ status, body }: Awaited<ReturnType<Client['get']>>) {
  if (status !== 200) throw new Error(`refused: ${status} ${JSON.stringify(body)}`)
  return body
}
