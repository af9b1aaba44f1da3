import { commitBatch, formatVkey, type SignedRecord, sha256Hex } from '../src/index.ts'
import { SampleLog } from './sample-log.ts'

export const replyHash = sha256Hex('the canonical bytes of the reply')
const conclusion = (id: string): SignedRecord => ({
  type: 'decision',
  id,
  version: 1,
  content_sha256: sha256Hex(id),
})
export const reply: SignedRecord = {
  type: 'response_version',
  id: 'rv1',
  version: 1,
  content_sha256: replyHash,
}

/** From setting up to a sent reply and an erasure, step by step; tests leave out, swap or add steps. */
export const story = {
  keys: (log) =>
    log.add('key.rotated', 'key:seal', { ref: { purpose: 'seal', vkey: formatVkey(log.sealKey) } }),
  programme: (log) =>
    log.add('programme.created', 'programme:p1', {
      actor: 'u_lead',
      secret: { objective: 'Lauschen \u2014 \u05e9\u05dc\u05d5\u05dd' },
    }),
  source: (log) => log.add('source.added', 'source:s1', { actor: 'u_lead', why: 'signal-2026.1' }),
  ingest: (log) =>
    log.add('posts.ingested', 'source:s1', {
      batch: commitBatch([Buffer.from('post 1'), Buffer.from('post 2')]),
    }),
  classify: (log) =>
    log.add('posts.classified', 'source:s1', { batch: commitBatch([Buffer.from('finding 1')]) }),
  open: (log) => log.add('case.opened', 'case:c1'),
  claim: (log) => log.add('case.claimed', 'case:c1', { actor: 'u_rev' }),
  conclude: (log) => {
    for (const id of ['d1', 'd2']) {
      const ref = { content_sha256: sha256Hex(id) }
      log.add('decision.concluded', `decision:${id}`, {
        actor: 'u_rev',
        ref,
        secret: { reason: `because ${id}` },
      })
    }
  },
  signDecisions: (log) => {
    const sig = log.sign([conclusion('d1'), conclusion('d2')], 'conclusion', 'u_rev')
    for (const id of ['d1', 'd2']) {
      log.add('decision.signed', `decision:${id}`, {
        actor: 'u_rev',
        ref: { sig, content_sha256: sha256Hex(id) },
      })
    }
  },
  firstCheckpoint: (log) => log.checkpoint(),
  draft: (log) =>
    log.add('response.drafted', 'response:r1', {
      actor: 'u_comms',
      ref: { content_sha256: replyHash },
      secret: { text: '=HYPERLINK("x")', note: null },
    }),
  approve: (log) => {
    const sig = log.sign([reply], 'pv_approve', 'u_rev')
    log.add('response.signed', 'response_version:rv1', {
      actor: 'u_rev',
      ref: { sig, content_sha256: replyHash, author: 'u_comms' },
    })
  },
  hold: (log) => log.add('response.held', 'response:r1', { ref: { content_sha256: replyHash } }),
  reveal: (log) =>
    log.add('author.revealed', 'post:x1', {
      actor: 'u_rev',
      why: 'follow-up',
      secret: { handle: '@someone' },
    }),
  secondCheckpoint: (log) => log.checkpoint(),
  attempt: (log) =>
    log.add('publication.attempted', 'publication:pub1', { ref: { content_sha256: replyHash } }),
  sent: (log) => log.add('publication.sent', 'publication:pub1', { ref: { content_sha256: replyHash } }),
  erase: (log) => {
    const revealed = log.sealed.findIndex(({ event }) => event.action === 'author.revealed')
    if (revealed >= 0) log.erase(revealed, 'handle')
  },
  export: (log) => log.add('export.made', 'export:e1', { actor: 'u_auditor' }),
  lastCheckpoint: (log) => log.checkpoint(),
} satisfies Record<string, (log: SampleLog) => unknown>

export type StepName = keyof typeof story
type Step = StepName | ((log: SampleLog) => unknown)

export function tell(steps: readonly Step[] = Object.keys(story) as StepName[], tenant?: string): SampleLog {
  const log = new SampleLog(tenant)
  for (const step of steps) (typeof step === 'string' ? story[step] : step)(log)
  return log
}

/** The story with steps put in the place of one. */
export function retell(at: StepName, ...instead: Step[]): Step[] {
  return (Object.keys(story) as StepName[]).flatMap((step) => (step === at ? instead : [step]))
}
