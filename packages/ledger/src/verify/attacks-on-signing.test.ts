import { describe, expect, test } from 'vitest'
import { bundleOf, failures, type SampleLog, verify } from '../../test/sample-log.ts'
import { replyHash, retell, type StepName, tell } from '../../test/story.ts'
import { type LedgerAction, noteSigner, sealStatement, statementHash } from '../index.ts'

/** The operator signs whatever is told; the rules must still find it. */
async function toldOtherwise(
  at: StepName,
  ...instead: (StepName | ((log: SampleLog) => unknown))[]
): Promise<string[]> {
  const log = tell(retell(at, ...instead))
  return failures(await verify(log, await bundleOf(log)))
}

describe('signatures and sending, in a log the operator signed', () => {
  const approveAs =
    (signer: string, author = 'u_comms') =>
    (log: SampleLog) => {
      const record = { type: 'response_version', id: 'rv1', version: 1, content_sha256: replyHash }
      const sig = log.sign([record], 'pv_approve', signer)
      log.add('response.signed', 'response_version:rv1', {
        actor: signer,
        ref: { sig, content_sha256: replyHash, author },
      })
    }
  const stop =
    (action: 'response.revoked' | 'response.rejected' | 'response.withdrawn', ref: Record<string, string>) =>
    (log: SampleLog) =>
      log.add(action, 'response_version:rv1', { actor: 'u_rev', ref })

  test('sent before it was signed', async () => {
    const log = tell(['keys', 'draft', 'attempt', 'sent', 'approve', 'lastCheckpoint'])
    const result = await verify(log, await bundleOf(log))
    expect(failures(result)).toEqual(['publications'])
    expect(result.firstBad).toMatchObject({ index: 2, object: 'publication/pub1 n=1' })
  })

  test.each([
    ['never signed', 'approve', [], ['publications']],
    [
      'revoked before it was claimed',
      'attempt',
      [stop('response.revoked', { content_sha256: replyHash }), 'attempt'],
      ['publications'],
    ],
    [
      'rejected between claim and sending',
      'sent',
      [stop('response.rejected', { content_sha256: replyHash }), 'sent'],
      ['publications'],
    ],
    [
      'withdrawn, named by its object',
      'attempt',
      [stop('response.withdrawn', {}), 'attempt'],
      ['publications'],
    ],
    [
      'said to be too late, before anything was claimed',
      'attempt',
      [stop('response.revoked', { content_sha256: replyHash, answer: 'too_late:sending' }), 'attempt'],
      ['publications'],
    ],
    [
      'approved by its author',
      'approve',
      [approveAs('u_comms', 'u_comms')],
      ['separation of author and signer'],
    ],
    [
      'approved by its author under a false author',
      'approve',
      [approveAs('u_comms', 'u_other')],
      ['separation of author and signer'],
    ],
  ] as [string, StepName, (StepName | ((log: SampleLog) => unknown))[], string[]][])(
    '%s',
    async (_name, at, instead, found) => {
      const unsigned = at === 'approve' && instead.length === 0
      expect(await toldOtherwise(at, ...instead)).toEqual(unsigned ? ['publications'] : found)
    },
  )

  test('other bytes sent than were approved', async () => {
    const other = (log: SampleLog) =>
      log.add('publication.sent', 'publication:pub1', { ref: { content_sha256: 'f'.repeat(64) } })
    expect(await toldOtherwise('sent', other)).toEqual(['publications'])
  })

  test.each([
    ['other bytes than were approved', 'f'.repeat(64)],
    ['no bytes at all', ''],
  ])('a person took out %s', async (_, content) => {
    const out = (log: SampleLog) =>
      log.add('response.taken_out', 'response_version:rv1', {
        actor: 'u_comms',
        ref: { content_sha256: content },
      })
    expect(await toldOtherwise('sent', out)).toEqual(['publications'])
  })

  test.each<[string, ('out' | 'attempt' | 'sent' | 'report')[], string[]]>([
    ['what was approved: nothing is wrong', ['out'], []],
    ['what a machine may have sent', ['attempt', 'out'], ['publications']],
    ['the same twice', ['out', 'out'], ['publications']],
    ['what a machine then claims', ['out', 'attempt'], ['publications']],
    ['what a machine then says to have sent', ['out', 'sent'], ['publications']],
    ['what they then say is posted: nothing is wrong', ['out', 'report'], []],
    ['nothing, and says it is posted', ['report'], ['publications']],
  ])('a person took out %s', async (_, told, found) => {
    const byHand = (action: LedgerAction) => (log: SampleLog) =>
      log.add(action, 'response_version:rv1', { actor: 'u_comms', ref: { content_sha256: replyHash } })
    const acts = { out: byHand('response.taken_out'), report: byHand('response.hand_reported') }
    const steps = retell(
      'attempt',
      ...told.map((step) => (step === 'out' || step === 'report' ? acts[step] : step)),
    )
    const last = steps.lastIndexOf('sent') // the story's own sending
    const log = tell(steps.filter((_, n) => n !== last))
    expect(failures(await verify(log, await bundleOf(log)))).toEqual(found)
  })

  test('a signature transplanted onto another record', async () => {
    const transplant = (log: SampleLog) => {
      const sig = statementHash((log.signatures[0] as (typeof log.signatures)[number]).statement)
      log.add('response.signed', 'response_version:rv1', {
        actor: 'u_rev',
        ref: { sig, content_sha256: replyHash, author: 'u_comms' },
      })
    }
    expect(await toldOtherwise('approve', transplant)).toEqual(['signatures'])
  })

  test('one signature used for two entries', async () => {
    const again = (log: SampleLog) => {
      const sig = statementHash((log.signatures.at(-1) as (typeof log.signatures)[number]).statement)
      log.add('response.signed', 'response_version:rv1', {
        actor: 'u_rev',
        ref: { sig, content_sha256: replyHash, author: 'u_comms' },
      })
    }
    expect(await toldOtherwise('approve', 'approve', again)).toEqual(['signatures'])
  })

  test('one re-authentication used for two signatures', async () => {
    const replayed = (log: SampleLog) => {
      const record = { type: 'response_version', id: 'rv1', version: 1, content_sha256: replyHash }
      const sig = log.sign([record], 'pv_approve', 'u_rev', { reauth_id: 're_0' })
      log.add('response.signed', 'response_version:rv1', {
        actor: 'u_rev',
        ref: { sig, content_sha256: replyHash, author: 'u_comms' },
      })
    }
    expect(await toldOtherwise('approve', replayed)).toEqual(['signatures'])
  })

  test('signed by somebody else, or with another meaning', async () => {
    const sign = (meaning: string, signer: string) => (log: SampleLog) => {
      const record = { type: 'response_version', id: 'rv1', version: 1, content_sha256: replyHash }
      const sig = log.sign([record], meaning, signer)
      log.add('response.signed', 'response_version:rv1', {
        actor: 'u_rev',
        ref: { sig, content_sha256: replyHash, author: 'u_comms' },
      })
    }
    expect(await toldOtherwise('approve', sign('pv_approve', 'u_third'))).toEqual(['signatures'])
    expect(await toldOtherwise('approve', sign('read', 'u_rev'))).toEqual(['signatures'])
  })

  test('sealed by a key the log never announced, or missing from the bundle', async () => {
    const log = tell()
    const record = log.signatures[1] as (typeof log.signatures)[number]
    record.seal = sealStatement(record.statement, noteSigner(`${log.origin}/seal`, Buffer.alloc(32, 8)))
    expect(failures(await verify(log, await bundleOf(log)))).toEqual(['signatures'])
    log.signatures.pop()
    expect(failures(await verify(log, await bundleOf(log)))).toEqual(['signatures'])
  })
})
