import type { ListingRow, PostProofRow } from '@hark/db'
import { type Conclusion, caseNumber } from '@hark/domain'
import { csvRow } from '@hark/ledger'

/** Columns of line-listing.csv. Their order is part of the format: add at the end and raise the schema number. */
export const LISTING_SCHEMA = 'line-listing-1'
const columns = [
  'schema',
  'record_id',
  'case',
  'case_version',
  'practice',
  'programme',
  'platform',
  'source',
  'platform_id',
  'posted_at',
  'ingested_at',
  'flagged_at',
  'first_viewed_at',
  'anchor_policy',
  'day0_date',
  'day0_zone',
  'product',
  'event_verbatim',
  'tags',
  'serious',
  'criterion_patient',
  'criterion_reporter',
  'criterion_product',
  'criterion_event',
  'model',
  'score',
  'threshold',
  'forwardable',
  'valid_now',
  'close_reason',
  'reviewer',
  'decided_at',
  'signer',
  'signature_meaning',
  'signed_at',
  'signed_zone',
  'voided_at',
  'void_reason',
  'forwarded_at',
  'safety_case_id',
  'ack_at',
  'due_24h',
  'due_15d',
  'due_90d',
  'on_time',
  'reply_status',
  'reply_signer',
  'content_sha256',
  'signature_id',
  'ledger_size',
] as const

export const listingHeader = csvRow([...columns])

/** One decision as a row, spreadsheet formulas disarmed. */
export function listingRow(r: ListingRow, ledgerSize: number): string {
  const { conclusion: c } = JSON.parse(r.conclusion) as { conclusion: Conclusion }
  const held = (k: keyof Conclusion['criteria']) => String('span' in c.criteria[k])
  const onTime = r.forwardedAt === null || r.due24h === null ? '' : String(r.forwardedAt <= r.due24h)
  return csvRow([
    LISTING_SCHEMA,
    r.decisionId,
    caseNumber(r.caseNumber),
    r.caseVersion,
    String(r.practice),
    r.programme,
    r.platform ?? '',
    r.sourceName ?? '',
    r.platformId ?? '',
    r.postedAt ?? '',
    r.ingestedAt,
    r.flaggedAt,
    r.firstViewedAt ?? '',
    r.anchor ?? '',
    r.day0 ?? '',
    r.zone ?? '',
    r.product,
    c.events.map((e) => e.span.text).join(' | '),
    [...new Set([...c.special, ...(r.tags ? r.tags.split(' ') : [])])].join(' '),
    String(r.serious),
    held('patient'),
    held('reporter'),
    held('product'),
    held('event'),
    r.model ?? '',
    r.score ?? '',
    r.threshold ?? '',
    String(r.forwardable),
    String(r.validNow),
    r.closeReason ?? '',
    r.author,
    r.concludedAt,
    r.signer ?? '',
    r.meaning ?? '',
    r.signedAt ?? '',
    r.signingZone ?? '',
    r.voidedAt ?? '',
    r.voidReason ?? '',
    r.forwardedAt ?? '',
    r.safetyCaseId ?? '',
    r.ackedAt ?? '',
    r.due24h ?? '',
    r.due15 ?? '',
    r.due90 ?? '',
    onTime,
    r.reply ?? '',
    r.replySignedBy ?? '',
    r.contentSha256,
    r.signatureId ?? '',
    ledgerSize,
  ])
}

/** The same decision complete, exact bytes of what was signed included: one JSON line. */
export const recordLine = (r: ListingRow): string => `${JSON.stringify(r)}\n`

export const postsHeader = csvRow([
  'id',
  'ledger_seq',
  'source',
  'platform',
  'platform_id',
  'version_sha256',
  'received_at',
  'stored_at',
])
export const postRow = (p: PostProofRow): string =>
  csvRow([p.id, p.seq, p.source, p.platform, p.externalId, p.versionSha256, p.receivedAt, p.storedAt])
