import {
  type CaseRow,
  clocksOf,
  type DecisionRow,
  findingsOf,
  forwardedOf,
  type HandoffRow,
  type NewHandoff,
  newEntryId,
  postsOf,
  type Trx,
  textsOf,
  uuidv7,
} from '@hark/db'
import { anchorOf, type Conclusion, caseNumber } from '@hark/domain'
import {
  countryOfZone,
  type IntakeCase,
  type IntakePost,
  intakePacket,
  type NamedPatient,
  readFromText,
} from '@hark/icsr'
import { canonicalBytes } from '@hark/ledger'

export type SignedBy = { at: string; printedName: string }
/** A decision with its case and the words it was signed over. */
export type Due = { c: CaseRow; decision: DecisionRow; conclusion: Conclusion }

/** Forwardable, or closed after it was forwarded: then the safety database is told that it was taken back. */
export const goesOut = async (trx: Trx, d: DecisionRow): Promise<boolean> =>
  d.forwardable || (await forwardedOf(trx, d.caseId)) !== null

/** The packet of one signed decision that goes out, made in the transaction that signs it: nothing forwarded is ever rebuilt later. */
export async function handoffFor(
  trx: Trx,
  { c, decision: d, conclusion }: Due,
  by: SignedBy,
): Promise<NewHandoff> {
  const id = uuidv7()
  const before = await forwardedOf(trx, c.id)
  const packet = intakePacket(await intakeCaseOf(trx, id, { c, decision: d, conclusion }, by, before))
  return {
    id,
    caseId: c.id,
    decisionId: d.id,
    contentSha256: d.contentSha256,
    practice: c.practice,
    destination: c.practice ? 'practice safety database' : 'safety database',
    packet: canonicalBytes(packet),
    follows: before?.id ?? null,
    lastEntry: newEntryId(),
  }
}

async function intakeCaseOf(
  trx: Trx,
  handoffId: string,
  { c, decision: d, conclusion }: Due,
  by: SignedBy,
  before: HandoffRow | null,
): Promise<IntakeCase> {
  const posts = await intakePosts(trx, c.id)
  const forward = (await clocksOf(trx, c.id)).find((clock) => clock.kind === 'forward_24h')
  return {
    practice: c.practice,
    handoffId,
    createdAt: by.at,
    caseId: c.id,
    caseNumber: caseNumber(c.number),
    caseVersion: c.version,
    decision: {
      id: d.id,
      contentSha256: d.contentSha256,
      concludedAt: d.concludedAt,
      signedAt: by.at,
      signedBy: by.printedName,
    },
    sender: { organisation: await entityOf(trx, c), zone: c.zone, country: countryOfZone(c.zone) },
    day0: forward?.day0 ?? anchorOf(c).anchorAt.slice(0, 10),
    anchor: forward ? `${forward.anchor} at ${forward.anchorAt}` : anchorOf(c).anchor,
    product: await productOf(trx, c),
    told: await toldOf(trx, c, posts),
    priority: c.priority,
    conclusion,
    posts,
    follows: before && { handoffId: before.id, safetyCaseId: before.safetyCaseId },
  }
}

async function intakePosts(trx: Trx, caseId: string): Promise<IntakePost[]> {
  const versions = new Map((await textsOf(trx, caseId)).map((t) => [t.id, t.versionSha256]))
  return (await postsOf(trx, caseId)).map((p) => ({
    id: p.id,
    versionSha256: versions.get(p.id) ?? '',
    role: p.role as IntakePost['role'],
    platform: p.platform,
    lang: p.lang,
    text: p.text,
    postedAt: p.postedAt,
    receivedAt: p.receivedAt,
    storedAt: p.storedAt,
    removedAt: p.removedAt,
    removalReason: p.removalReason,
    authorKnown: p.authorKnown,
  }))
}

async function entityOf(trx: Trx, c: CaseRow): Promise<string> {
  const row = await trx
    .selectFrom('programme')
    .select('receiving_entity')
    .where('id', '=', c.programmeId)
    .executeTakeFirstOrThrow()
  return row.receiving_entity
}

async function productOf(trx: Trx, c: CaseRow): Promise<IntakeCase['product']> {
  const rows = await trx
    .selectFrom('product')
    .select(['brand', 'substance'])
    .where('programme_id', '=', c.programmeId)
    .where('product_group', '=', c.group)
    .orderBy('brand')
    .execute()
  return { brands: rows.map((r) => r.brand), substances: [...new Set(rows.map((r) => r.substance))] }
}

/** What detection read of this very patient; copies say nothing of their own. */
async function toldOf(trx: Trx, c: CaseRow, posts: IntakePost[]): Promise<IntakeCase['told']> {
  const ids = posts.filter((p) => p.role !== 'copy').map((p) => p.id)
  const found = await findingsOf(trx, ids)
  const byPost = ids.map((id) => found.filter((f) => f.postId === id))
  const structures = byPost.flatMap((of) => of.find((f) => f.structure)?.structure ?? [])
  const named = byPost.flat().flatMap((f) => (f.detail.patients as NamedPatient[] | undefined) ?? [])
  return readFromText(c.patient, structures, named)
}
