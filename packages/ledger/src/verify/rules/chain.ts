import { toBase64 } from '../../bytes.ts'
import { type LedgerEvent, objectKey } from '../../entry.ts'
import type { Checklist } from '../checklist.ts'
import type { Rule, SeenEntry, Trusted } from '../walk.ts'

type Last = { n: number; leaf: string; entry: { index: number; event: LedgerEvent } }

/**
 * Each object's events count 1, 2, 3 … and each names the hash of the one before, so a reader of one object sees
 * that nothing is missing from its history. With only some entries at hand, gaps are counted instead.
 */
export function chainRule(list: Checklist, trusted: Trusted, partial: boolean): Rule {
  const lastOf = new Map<string, Last>()
  let gaps = 0
  return {
    see({ index, event, leaf }) {
      const key = objectKey(event.object)
      const last = lastOf.get(key)
      const follows = event.object.n === (last?.n ?? 0) + 1
      if (!follows && partial && event.object.n > (last?.n ?? 0)) gaps++
      else if (!follows) list.fail('object chains', outOfOrder(index, event, last), { index, event })
      else if (last && event.prev !== last.leaf) blame(list, trusted, last, { index, event, leaf })
      lastOf.set(key, { n: event.object.n, leaf: toBase64(leaf), entry: { index, event } })
    },
    finish() {
      if (gaps > 0) list.lack('object chains', `${gaps} histories with events that are not in this bundle`)
      list.ok('object chains', `${lastOf.size} objects, each history whole`)
    },
  }
}

function outOfOrder(index: number, { object }: LedgerEvent, last: Last | undefined): string {
  return `entry ${index} is event ${object.n} of ${objectKey(object)}, expected ${(last?.n ?? 0) + 1}`
}

/** Two entries disagree: the earlier one was altered, unless a signed root over it has already matched. */
function blame(list: Checklist, trusted: Trusted, last: Last, seen: SeenEntry): void {
  const detail = `entry ${seen.index} does not follow from entry ${last.entry.index} as it stands`
  const earlierIsGood = last.entry.index < trusted.size
  list.fail('object chains', detail, earlierIsGood ? seen : last.entry)
}
