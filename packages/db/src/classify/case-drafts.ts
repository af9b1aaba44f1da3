import {
  type Awareness,
  anchorOf,
  type CasePlan,
  type Clock,
  openClocks,
  type PriorityFlag,
} from '@hark/domain'
import { type NewEntry, newEntryId } from '../entries.ts'
import { uuidv7 } from '../ids.ts'
import type { ClaimedPost } from './claim.ts'

export type CaseDraft = {
  row: Record<string, unknown> & { id: string }
  clocks: (Clock & { case_id: string })[]
  entry: NewEntry
  postId: string
}
export type JoinDraft = {
  caseId: string
  postId: string
  role: 'copy' | 'follow_up'
  priority: PriorityFlag[]
  entry: NewEntry
}

const classifier = { id: 'classifier', kind: 'service' } as const

/** The clocks of cases of one zone. Those of a batch start at one instant: calendar arithmetic is done once for all. */
export class Clocks {
  private readonly known = new Map<string, Clock[]>()
  private readonly zone: string

  constructor(zone: string) {
    this.zone = zone
  }

  of(a: Awareness): Clock[] {
    const { anchor, anchorAt } = anchorOf(a)
    const key = `${anchor} ${anchorAt}`
    const clocks = this.known.get(key) ?? openClocks(a, this.zone)
    this.known.set(key, clocks)
    return clocks
  }
}

/** A new case as rows: awareness from the flag, clocks from the anchor policy in the zone of the receiving entity. */
export function draftCase(
  plan: CasePlan & { act: 'open' },
  post: ClaimedPost,
  about: { clusterId: string; lang: string },
  zoned: Clocks,
  flaggedAt: string,
): CaseDraft {
  const id = uuidv7()
  const entryId = newEntryId()
  const clocks = zoned.of({
    postedAt: post.postedAt,
    ingestedAt: post.storedAt,
    flaggedAt,
    firstViewedAt: null,
    vendorAwareAt: null,
  })
  return {
    postId: post.id,
    row: {
      id,
      programme_id: post.programmeId,
      practice: post.practice,
      product_group: plan.group,
      patient: plan.patient,
      cluster_id: about.clusterId,
      index_post_id: post.id,
      lang: about.lang,
      next_due_at: clocks.map((c) => c.dueAt).sort()[0],
      lane: plan.lane,
      priority: plan.priority,
      posted_at: post.postedAt,
      ingested_at: post.storedAt,
      flagged_at: flaggedAt,
      last_entry: entryId,
    },
    clocks: clocks.map((c) => ({ ...c, case_id: id })),
    entry: {
      id: entryId,
      actor: classifier,
      action: 'case.opened',
      object: { type: 'case', id },
      ref: {
        post: post.id,
        lane: plan.lane,
        day0: clocks[0]?.day0 ?? '',
        ...(plan.follows ? { follows: plan.follows } : {}),
      },
    },
  }
}

export function draftJoin(plan: CasePlan & { act: 'join' }, post: ClaimedPost): JoinDraft {
  const action = plan.role === 'copy' ? 'case.joined' : 'case.followed_up'
  return {
    caseId: plan.caseId,
    role: plan.role,
    priority: plan.priority,
    postId: post.id,
    entry: {
      id: newEntryId(),
      actor: classifier,
      action,
      object: { type: 'case', id: plan.caseId },
      ref: { post: post.id, role: plan.role },
    },
  }
}
