import type { CaseState, Lane } from '@hark/domain'
import { sql } from 'kysely'
import type { Db } from '../connect.ts'
import { type ClockRow, clockColumns } from './clocks.ts'

export type SummaryRow = {
  id: string
  number: number
  practice: boolean
  lane: Lane
  state: CaseState
  version: number
  product: string
  own: boolean
  patient: string
  priority: string[]
  special: string[]
  seriousness: string[]
  lang: string
  platform: string
  excerpt: string | null
  posts: number
  score: number
  threshold: number
  openedAt: string
  holdReason: string | null
  holdUntil: string | null
  lease: { by: string; username: string; printedName: string; until: string } | null
}

/** What a list shows of each case, in the order of `ids`. An ended lease shows as none. */
export async function summariesOf(
  db: Db,
  ids: readonly string[],
): Promise<(SummaryRow & { clock: ClockRow | null })[]> {
  const { rows } = await sql<SummaryRow>`
    select k.id, k.number, k.practice, k.lane, k.state, k.version, coalesce(d.brands, k.product_group) as product,
      coalesce(d.own, true) as own, k.patient, k.priority, f.special, f.seriousness, k.lang, coalesce(p.platform, '') as platform,
      left(p.text, 280) as excerpt, (select count(*)::int from case_post where case_id = k.id) as posts, f.score, f.threshold,
      k.opened_at as "openedAt", k.hold_reason as "holdReason", k.hold_until as "holdUntil",
      case when w.id is null then null else jsonb_build_object('by', w.id, 'username', w.username, 'printedName', w.printed_name,
        'until', to_char(k.lease_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) end as lease
    from unnest(${[...ids]}::uuid[]) with ordinality as wanted(id, place) join pv_case k on k.id = wanted.id
    left join post p on p.id = k.index_post_id
    left join person w on w.id = k.lease_by and k.lease_until > clock_timestamp()
    left join lateral (select string_agg(brand, ' / ' order by brand) as brands, bool_or(own) as own
      from product where programme_id = k.programme_id and product_group = k.product_group) d on true
    left join lateral (
      select coalesce(max(x.score), 0) as score, coalesce(max(x.threshold), 0) as threshold,
        array(select distinct s from case_post cp join finding y on y.post_id = cp.post_id join product g on g.id = y.product_id, unnest(y.special) s
          where cp.case_id = k.id and y.flagged and g.product_group = k.product_group order by s) as special,
        array(select distinct s from case_post cp join finding y on y.post_id = cp.post_id join product g on g.id = y.product_id, unnest(y.seriousness) s
          where cp.case_id = k.id and y.flagged and g.product_group = k.product_group order by s) as seriousness
      from finding x join product g on g.id = x.product_id
      where x.post_id = k.index_post_id and g.product_group = k.product_group) f on true
    order by wanted.place`.execute(db)
  const clocks = await nearestClocks(db, ids)
  return rows.map((row) => ({ ...row, clock: clocks.get(row.id) ?? null }))
}

async function nearestClocks(db: Db, ids: readonly string[]): Promise<Map<string, ClockRow>> {
  const { rows } = await sql<ClockRow>`
    select distinct on (c.case_id) ${clockColumns} from case_clock c
    where c.case_id = any(${[...ids]}::uuid[]) and c.superseded_at is null and c.met_at is null and c.stopped_at is null
    order by c.case_id, c.due_at`.execute(db)
  return new Map(rows.map((c) => [c.caseId, c]))
}
