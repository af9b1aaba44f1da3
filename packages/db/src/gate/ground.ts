import { DomainError, type Platform } from '@hark/domain'
import { sql } from 'kysely'
import type { Db } from '../connect.ts'

/** What a reply to one post of one case rests on. */
export type ReplyGround = {
  caseId: string
  caseState: string
  caseNumber: number
  programmeId: string
  practice: boolean
  entity: string
  /** IANA zone of the receiving entity. */
  zone: string
  /** Our accounts at the platforms, as the programme names them; null where it names none. */
  accounts: string | null
  markets: string[]
  postId: string
  platform: Platform
  externalId: string
  rootId: string | null
  /** Its address at the platform, where it has one. */
  url: string | null
  raw: string
  /** How its source is configured. */
  sourceConfig: unknown
  text: string
  lang: string | null
  /** Removed at its platform, or erased here. */
  gone: boolean
  /** The terms of the source allow no reply. */
  forbidden: boolean
  /** The platform gave another version since. */
  changed: boolean
  optedOut: boolean
  dispositionSigned: boolean
  /** Every name of the programme's products but everyday words. */
  products: string[]
}

/** Throws `not_found` unless the post is part of the case. */
export async function replyGround(db: Db, caseId: string, postId: string): Promise<ReplyGround> {
  const { rows } = await sql<ReplyGround>`
    select k.id as "caseId", k.state as "caseState", k.number as "caseNumber", k.practice, g.id as "programmeId",
      g.receiving_entity as entity, g.receiving_zone as zone, g.reply_account as accounts, g.markets, p.id as "postId", p.platform,
      p.external_id as "externalId", p.root_id as "rootId", p.url, coalesce(p.raw, '') as raw,
      (select s.config from source s where s.id = p.source_id) as "sourceConfig", coalesce(p.text, '') as text,
      coalesce((select lang from finding where post_id = p.id order by at desc limit 1), p.lang) as lang,
      (p.removed_at is not null and p.removal_reason is distinct from 'edited') or p.erased_at is not null as gone,
      exists (select from source s where s.id = p.source_id and s.policy ->> 'mayReply' = 'false') as forbidden,
      exists (select from post n where n.programme_id = p.programme_id and n.platform = p.platform and n.external_id = p.external_id
        and n.stored_at > p.stored_at) as changed,
      exists (select from gate.opt_out o where o.platform = p.platform and o.author_ref = p.author_ref) as "optedOut",
      exists (select from decision d where d.case_id = k.id and d.state = 'signed') as "dispositionSigned",
      array(select brand from product where programme_id = g.id union select substance from product where programme_id = g.id
        union select n.name from product_name n join product x on x.id = n.product_id where x.programme_id = g.id and not n.ambiguous) as products
    from pv_case k join case_post c on c.case_id = k.id join post p on p.id = c.post_id join programme g on g.id = k.programme_id
    where k.id = ${caseId} and p.id = ${postId}`.execute(db)
  const ground = rows[0]
  if (!ground) throw new DomainError('not_found', 'This post is not part of the case.')
  return ground
}

/** What tells where a post is answered. */
export type PostPlace = Pick<ReplyGround, 'practice' | 'platform' | 'externalId' | 'url' | 'raw'>

/** Of a post whose reply was ordered: whatever case it is in by now. */
export function postPlace(db: Db, postId: string): Promise<PostPlace> {
  return db
    .selectFrom('post')
    .select([
      'practice',
      'platform',
      'external_id as externalId',
      'url',
      sql<string>`coalesce(raw, '')`.as('raw'),
    ])
    .where('id', '=', postId)
    .executeTakeFirstOrThrow() as Promise<PostPlace>
}

/** Replies on their way or public on the post's platform, newest first; `answeredBefore` are those in its conversation or to its author. */
export async function previousReplies(
  db: Db,
  postId: string,
  except: string | null,
): Promise<{ text: string; answeredBefore: boolean }[]> {
  const { rows } = await sql<{ text: string; answeredBefore: boolean }>`
    select convert_from(v.canonical, 'UTF8')::jsonb ->> 'text' as text,
      s.id in (select gate.replies_in_conversation(mine.id)) or coalesce(p.author_ref = mine.author_ref, false) as "answeredBefore"
    from post mine join gate.response_status s on s.platform = mine.platform
    join gate.response_version v on v.id = s.version_id join post p on p.id = s.post_id
    where mine.id = ${postId} and s.id is distinct from ${except}::uuid and s.state in ('held', 'sending', 'unknown', 'sent', 'taken')
    order by "answeredBefore" desc, s.created_at desc limit 500`.execute(db)
  return rows
}

/** The live reply that stands in the way of one to this post, if there is one: the first in its conversation. */
export async function replyInConversation(db: Db, postId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`select gate.replies_in_conversation(${postId}) as id`.execute(db)
  return rows[0]?.id ?? null
}
