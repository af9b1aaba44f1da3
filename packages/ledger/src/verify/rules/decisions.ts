import { type DecisionRecord, SIGNED_BYTES } from '../../bundle/decision.ts'
import { sha256Hex } from '../../bytes.ts'
import { canonicalJson } from '../../canonical.ts'
import { parseErased } from '../../commitment.ts'
import { parseStrictJson } from '../../strict-json.ts'
import type { Checklist } from '../checklist.ts'
import { messageOf } from '../heads.ts'
import type { Rule, SeenEntry } from '../walk.ts'

/**
 * The bytes of each decision are those its entry names by hash, which is what was signed; and the words they commit to are the private
 * fields of that entry. So a word that opens the entry's commitment is a word that was signed. Whatever is given is put into `listed`.
 */
export function decisionRule(
  decisions: AsyncIterable<DecisionRecord>,
  list: Checklist,
  partial: boolean,
  listed: Set<string>,
): Rule {
  const concluded = new Map<string, SeenEntry>()
  const erased = new Set<string>()
  return {
    see(entry) {
      const { action, object, ref } = entry.event
      if (action === 'decision.concluded') concluded.set(object.id, entry)
      if (action === 'erasure.executed')
        for (const f of parseErased(ref?.erased ?? '') ?? [])
          if (f.field === SIGNED_BYTES) erased.add(String(f.entry))
    },
    async finish() {
      let [checked, unknown, withheld] = [0, 0, 0]
      try {
        for await (const record of decisions) {
          listed.add(record.id)
          const entry = concluded.get(record.id)
          if ('withheld' in record) withheld++
          else if (entry) checked++
          else unknown++
          const fault = entry ? faultOf(record, entry, erased) : partial ? null : 'no entry concluded it'
          if (fault) list.fail('signed decisions', `decision ${record.id}: ${fault}`, entry)
        }
      } catch (error) {
        list.fail('signed decisions', messageOf(error))
      }
      if (unknown > 0) list.lack('signed decisions', `${unknown} whose entry is not in this bundle`)
      const kept = withheld > 0 ? `, ${withheld} withheld` : ''
      list.ok(
        'signed decisions',
        `${checked} have the bytes that were signed, and commit to their words${kept}`,
      )
    },
  }
}

function faultOf(record: DecisionRecord, { event }: SeenEntry, erased: ReadonlySet<string>): string | null {
  if (event.ref?.content_sha256 !== record.content_sha256) return 'its entry names another hash'
  if ('withheld' in record) return null
  if (!('bytes' in record))
    return erased.has(event.id) || erased.has(String(event.seq))
      ? null
      : 'its bytes are gone, and no entry erased them'
  if (sha256Hex(record.bytes) !== record.content_sha256) return 'its bytes are not those that were signed'
  return canonicalJson(commitOf(record.bytes)) === canonicalJson(event.commit ?? {})
    ? null
    : 'its words are not those its entry commits to'
}

/** What the bytes commit to; nothing in those that hold the words themselves. */
function commitOf(bytes: string): unknown {
  const document = parseStrictJson(bytes)
  return typeof document === 'object' && document !== null && 'commit' in document ? document.commit : {}
}
