import { sql } from 'kysely'
import { type StoredWords, storedWords } from '../cases/words.ts'
import type { Db } from '../connect.ts'
import { BEGINNING, chosen, isIdsOnly, PAGE, type Place } from './chosen.ts'
import type { AsOf, ExportQuery } from './period.ts'

export type ListingRow = {
  decisionId: string
  caseNumber: number
  caseVersion: number
  practice: boolean
  programme: string
  platform: string
  sourceName: string
  platformId: string
  postedAt: string | null
  ingestedAt: string
  flaggedAt: string | null
  firstViewedAt: string | null
  anchor: string | null
  day0: string | null
  zone: string | null
  product: string
  /** The signed bytes; null once erased, which only those are that held the words themselves. */
  bytes: string | null
  words: StoredWords
  /** The terms of a source of its posts let only ids be passed on. */
  idsOnly: boolean
  tags: string
  model: string | null
  score: number | null
  threshold: number | null
  forwardable: boolean
  validNow: boolean
  serious: boolean
  closeReason: string | null
  author: string
  concludedAt: string
  signer: string | null
  meaning: string | null
  signedAt: string | null
  signingZone: string | null
  voidedAt: string | null
  voidReason: string | null
  contentSha256: string
  signatureId: string | null
  forwardedAt: string | null
  ackedAt: string | null
  safetyCaseId: string | null
  due24h: string | null
  due15: string | null
  due90: string | null
  reply: string | null
  replySignedBy: string | null
}

/**
 * One row a decision of the period, oldest first, everything as of the bundle's checkpoint: what happened later is not in it. The post is
 * the earliest the decision names itself, for a later split or join moves posts between cases.
 */
export async function* listDecisions(db: Db, q: ExportQuery, as: AsOf): AsyncGenerator<ListingRow> {
  let after = BEGINNING
  for (;;) {
    const rows = await readPage(db, q, as, after)
    for (const { exactly, ...row } of rows) {
      yield row
      after = { exactly, id: row.decisionId }
    }
    if (rows.length < PAGE) return
  }
}

type PageRow = ListingRow & { exactly: string }

async function readPage(db: Db, q: ExportQuery, as: AsOf, after: Place): Promise<PageRow[]> {
  const { rows } = await sql<PageRow>`
    with page as materialized (${chosen(q, as, after)})
    select d.id as "decisionId", k.number as "caseNumber", d.case_version as "caseVersion", k.practice, g.name as programme, p.platform, s.name as "sourceName", p.external_id as "platformId",
      k.posted_at as "postedAt", k.ingested_at as "ingestedAt", k.flagged_at as "flaggedAt", case when k.first_viewed_at <= ${as.at} then k.first_viewed_at end as "firstViewedAt",
      c.anchor, c.day0, c.zone, k.product_group as product, convert_from(d.canonical, 'UTF8') as bytes, ${storedWords} as words,
      array_to_string(f.special, ' ') as tags, f.model, f.score, f.threshold, d.forwardable, d.valid_now as "validNow", d.serious, d.close_reason as "closeReason",
      a.printed_name as author, d.concluded_at as "concludedAt", n.printed_name as signer, n.meaning, n.signed_at as "signedAt", n.zone as "signingZone",
      case when d.voided_at <= ${as.at} then d.voided_at end as "voidedAt", case when d.voided_at <= ${as.at} then d.void_reason end as "voidReason",
      encode(d.content_sha256, 'hex') as "contentSha256", n.id as "signatureId",
      case when h.sent_at <= ${as.at} then h.sent_at end as "forwardedAt", case when h.acked_at <= ${as.at} then h.acked_at end as "ackedAt",
      case when h.acked_at <= ${as.at} then h.safety_case_id end as "safetyCaseId",
      t.due24h, t.due15, t.due90, r.reply, r.signer as "replySignedBy", d.concluded_at::text as exactly,
      ${isIdsOnly} as "idsOnly"
    from page d
    join pv_case k on k.id = d.case_id join programme g on g.id = k.programme_id join person a on a.id = d.author_id
    left join lateral (select x.* from post x where x.id = any(d.post_ids) order by x.stored_at, x.id limit 1) p on true
    left join source s on s.id = p.source_id
    left join lateral (select x.model, x.score, x.threshold, x.special from finding x join product y on y.id = x.product_id and y.product_group = k.product_group
      where x.post_id = p.id and x.at <= ${as.at} order by x.score desc, x.id limit 1) f on true
    left join lateral (select x.* from signature_item i join signature x on x.id = i.signature_id join ledger_entry y on y.id = x.last_entry and y.leaf_index < ${as.size}
      where i.decision_id = d.id limit 1) n on true
    left join handoff h on h.decision_id = d.id
    left join lateral (select anchor, day0, zone from case_clock where case_id = k.id and kind = 'forward_24h' and set_at <= ${as.at} order by set_at desc limit 1) c on true
    left join lateral (select max(due_at) filter (where kind = 'forward_24h') as due24h, max(due_at) filter (where kind = 'serious_15d') as due15, max(due_at) filter (where kind = 'non_serious_90d') as due90
      from (select distinct on (kind) kind, due_at from case_clock where case_id = k.id and set_at <= ${as.at} order by kind, set_at desc) latest) t on true
    left join lateral (select case when b.outcome = 'sent' and b.finished_at <= ${as.at} then 'sent' when h.posted then 'posted_by_hand' when not h.posted then 'not_posted'
        when e.at <= ${as.at} then 'taken_out' when w.id is not null then 'signed' end as reply, w.printed_name as signer
      from gate.response q join gate.response_version v on v.response_id = q.id join gate.signature w on w.response_version_id = v.id and w.meaning = 'pv_approve' and w.signed_at <= ${as.at}
      left join gate.publish_order o on o.signature_id = w.id left join gate.publish_attempt b on b.order_id = o.id and b.outcome = 'sent'
      left join gate.taken_out e on e.order_id = o.id
      left join lateral (select posted from gate.hand_report where order_id = o.id and at <= ${as.at} order by n desc limit 1) h on true where q.case_id = k.id order by w.signed_at desc limit 1) r on true
    order by d.concluded_at, d.id`.execute(db)
  return rows
}
