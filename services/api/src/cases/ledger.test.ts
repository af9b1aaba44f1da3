import { readCheckpoints, readLeafHashes, readLeaves, readSignatures } from '@hark/db'
import { verifyLog } from '@hark/ledger'
import {
  claim,
  closingConclusion,
  conclude,
  decide,
  forwardableConclusion,
  ledgerKeys,
  type Stack,
  sealLedger,
  sign,
  startStack,
} from '@hark/testkit'
import { expect, test } from 'vitest'

/** Every act on cases there is, by people in their roles. */
async function workADay(stack: Stack): Promise<void> {
  const [ana, lea] = [await stack.as('ana'), await stack.as('lea')]
  const post = await stack.seedPost({ externalId: 'at://one' })
  const second = await stack.seedPost({
    externalId: 'at://one',
    revision: '2',
    text: `${post.text} Dad too.`,
  })
  const other = await stack.seedPost({ text: 'Zolvara: told again' })
  const url = `/api/cases/${post.caseId}`
  const reason = 'a reason in words of one’s own'
  let token = await claim(ana, post.caseId)
  await ana.post(`${url}/hold`, { token, reason, until: null })
  await ana.post(`${url}/resume`)
  token = await claim(ana, post.caseId)
  await ana.post(`${url}/split`, { token, postIds: [second.id], patient: 'dad' })
  await ana.post(`${url}/undo`, { token })
  await ana.post(`${url}/join`, { token, from: other.caseId })
  await ana.post(`${url}/reveal`, { postId: post.id, reason })
  await ana.post(`${url}/release`, { token, reason })
  const anchorAt = new Date(Date.now() - 86_400_000).toISOString()
  await lea.post(`${url}/clocks`, { ...lea.both(), kind: 'forward_24h', anchorAt, reason })
  await decide(ana, post.caseId, forwardableConclusion(post))
  await ana.post(`${url}/reopen`, { reason })
  await conclude(ana, post.caseId, closingConclusion())
  await ana.post(`${url}/conclusion/withdraw`, { reason })
  const more = await stack.seedPost({ text: 'Zolvara: nothing' })
  await sign(ana, [
    await conclude(ana, post.caseId, closingConclusion()),
    await conclude(ana, more.caseId, closingConclusion('question_only')),
  ])
}

test('a day of case work is a ledger that verifies: chains, statements and seals', async () => {
  await using stack = await startStack()
  const keys = ledgerKeys()
  await workADay(stack)
  expect(stack.failures).toEqual([])
  await sealLedger(stack.dbAs('hark_clock'), keys)
  const checkpoint = (await readCheckpoints(stack.db)).at(-1) ?? ''
  const { size } = await stack.db.selectFrom('ledger_tree').select('size').executeTakeFirstOrThrow()
  const signatures = await readSignatures(stack.db, size)
  expect(signatures.map((s) => s.statement.meaning).sort()).toEqual([
    'clock_recompute',
    'decision',
    'decision',
  ])
  const result = await verifyLog({
    entries: readLeaves(stack.db, 0, size),
    leafHashes: readLeafHashes(stack.db, 0, size),
    checkpoint,
    vkey: keys.vkey,
    sealVkey: keys.sealVkey,
    signatures: (async function* () {
      yield* signatures
    })(),
  })
  expect(result.checks.filter((c) => c.outcome === 'fail')).toEqual([])
  expect(result.checks.find((c) => c.name === 'signatures')).toMatchObject({ outcome: 'ok' })
})
