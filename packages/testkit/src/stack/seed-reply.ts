import { createHash } from 'node:crypto'
import {
  appendEntries,
  type Db,
  databaseNow,
  insertOrder,
  insertRelease,
  insertReplySignature,
  insertResponse,
  insertVersion,
  newEntryId,
  type Trx,
  uuidv7,
} from '@hark/db'
import { canonicalBytes, type SignatureStatement, statementHash } from '@hark/ledger'
import type { SeededPerson } from './seed-people.ts'
import { type PostToSeed, seedPost } from './seed-post.ts'
import type { SeededProgramme } from './seed-programme.ts'

const CLEAN = JSON.stringify({
  ruleSet: 'test',
  findings: [],
  blocked: false,
  length: { used: 1, limit: 500, unit: 'characters' },
})

export type SeededReply = { id: string; orderId: string; postId: string; contentSha256: string }
type World = { db: Db; people: Record<string, SeededPerson>; programme: SeededProgramme }

/** A reply drafted by Cho and approved by Ben, its hold over: due once the ledger is sealed. Through the gate's own checks. */
export async function seedReply(
  { db, people, programme }: World,
  given: { text?: string; account?: string; post?: PostToSeed } = {},
): Promise<SeededReply> {
  const post = await seedPost(db, programme, given.post)
  const author = people.cho as SeededPerson
  const signer = people.ben as SeededPerson
  return db.transaction().execute(async (trx) => {
    const { external_id: external } = await trx
      .selectFrom('post')
      .select('external_id')
      .where('id', '=', post.id)
      .executeTakeFirstOrThrow()
    const at = await databaseNow(trx)
    const target = { id: external, cid: null }
    const canonical = canonicalBytes({
      platform: programme.platform,
      account: given.account ?? 'practice-safety-team',
      in_reply_to: { parent: target, root: target },
      text: given.text ?? `Thank you for telling us (${external}).`,
      createdAt: at,
      langs: ['en'],
    })
    const contentSha256 = createHash('sha256').update(canonical).digest('hex')
    const [id, versionId, drafted] = [uuidv7(), uuidv7(), newEntryId()]
    const practice = programme.kind === 'practice'
    await insertResponse(trx, {
      id,
      programmeId: programme.id,
      caseId: post.caseId,
      postId: post.id,
      practice,
      lastEntry: drafted,
    })
    await insertRelease(trx, {
      caseId: post.caseId,
      postId: post.id,
      by: signer.id,
      note: '',
      lastEntry: drafted,
    })
    const version = { id: versionId, responseId: id, version: 1, authorId: author.id, canonical }
    await insertVersion(trx, { ...version, template: 'handoff.en', lint: CLEAN, lastEntry: drafted })
    await insertDecidedCase(trx, post.caseId, signer, at, drafted)
    const approved = { responseId: id, versionId, contentSha256, signer, author, at }
    const orderId = await approve(trx, approved, drafted)
    return { id, orderId, postId: post.id, contentSha256 }
  })
}

/** A decision as if signed: its own signature is no part of what is tested with this. */
async function insertDecidedCase(
  trx: Trx,
  caseId: string,
  by: SeededPerson,
  at: string,
  entry: string,
): Promise<void> {
  await trx
    .insertInto('decision')
    .values({
      id: uuidv7(),
      case_id: caseId,
      case_version: 1,
      author_id: by.id,
      canonical: Buffer.from('{}'),
      forwardable: false,
      valid_now: false,
      serious: false,
      close_reason: 'question_only',
      state: 'signed',
      concluded_at: at,
      last_entry: entry,
    })
    .execute()
}

type Approved = {
  responseId: string
  versionId: string
  contentSha256: string
  signer: SeededPerson
  author: SeededPerson
  at: string
}

async function approve(trx: Trx, a: Approved, drafted: string): Promise<string> {
  const [reauth, signatureId, orderId, entry] = [uuidv7(), uuidv7(), uuidv7(), newEntryId()]
  await trx
    .insertInto('reauthentication')
    .values({
      id: reauth,
      person_id: a.signer.id,
      factors: ['password', 'totp'],
      content_sha256: Buffer.from(a.contentSha256, 'hex'),
    })
    .execute()
  const statement: SignatureStatement = {
    v: 1,
    type: 'hark-esign-v1',
    records: [{ type: 'response', id: a.responseId, version: 1, content_sha256: a.contentSha256 }],
    meaning: 'pv_approve',
    signer: { id: a.signer.id, printed_name: a.signer.printedName },
    at: a.at,
    zone: 'Europe/Berlin',
    reauth_id: reauth,
    amr: ['pwd', 'otp'],
  }
  const { versionId, contentSha256 } = a
  const signature = {
    id: signatureId,
    versionId,
    contentSha256,
    statement,
    reason: null,
    reauthenticationId: reauth,
  }
  await insertReplySignature(trx, { ...signature, meaning: 'pv_approve', lastEntry: entry })
  const [holdUntil, expiresAt] = [-1, 86_400].map((s) =>
    new Date(Date.parse(a.at) + s * 1000).toISOString(),
  ) as [string, string]
  await insertOrder(trx, {
    id: orderId,
    versionId,
    contentSha256,
    signatureId,
    holdUntil,
    expiresAt,
    lastEntry: entry,
  })
  const object = { type: 'response', id: a.responseId }
  const content = { content_sha256: contentSha256, version: '1' }
  const sig = statementHash(statement)
  await appendEntries(trx, [
    {
      id: drafted,
      actor: { id: a.author.id, kind: 'user' },
      action: 'response.drafted',
      object,
      ref: content,
    },
    {
      id: entry,
      actor: { id: a.signer.id, kind: 'user' },
      action: 'response.signed',
      object,
      ref: { ...content, sig, author: a.author.id },
    },
  ])
  return orderId
}
