import type { LedgerEvent } from '../../entry.ts'
import { type SignatureRecord, type SignedRecord, statementHash, verifySeal } from '../../signature.ts'
import type { Checklist } from '../checklist.ts'
import { messageOf } from '../heads.ts'
import type { Rule } from '../walk.ts'
import type { SealKeys } from './seal-keys.ts'

/** Entries that cannot stand without a signature. Others carry one when they name it. */
const mustBeSigned = new Set(['response.signed', 'decision.signed'])
/** Entries that name somebody else's signature in `ref.sig`, rather than being the act of signing. */
const onlyRefers = /^(publication\.|response\.(revoked|withdrawn|held)$|decision\.voided$|handoff\.)/

type Held = SignatureRecord & { unmatched: Map<string, SignedRecord> }

/**
 * Ties each statement to its entries (21 CFR 11.70): the entry names it by hash, is about the record it signs, by
 * the person it names; every signed record has exactly one such entry; each seal verifies; no re-authentication
 * is used twice.
 */
export async function signatureRule(
  records: AsyncIterable<SignatureRecord>,
  sealKeys: SealKeys,
  list: Checklist,
  partial: boolean,
): Promise<Rule> {
  const held = await holdSignatures(records, list)
  return {
    see({ index, event }) {
      const refers = event.ref?.sig !== undefined && !onlyRefers.test(event.action)
      if (!refers && !mustBeSigned.has(event.action)) return
      const fault = faultOf(event, held)
      if (fault) list.fail('signatures', `entry ${index}, ${event.action}: ${fault}`, { index, event })
    },
    finish() {
      let [open, unjudged] = [0, 0]
      for (const [hash, signature] of held) {
        open += signature.unmatched.size
        if (sealKeys.judge(signature.seal.key) === 'elsewhere') unjudged++
        else if (!verifySeal(signature, sealKeys.keys))
          list.fail('signatures', `seal of ${hash} does not verify`)
      }
      if (unjudged > 0) list.lack('signatures', `${unjudged} seals by a key this bundle does not announce`)
      if (open > 0 && !partial) list.fail('signatures', `${open} signed records without their entry`)
      else if (open > 0)
        list.lack('signatures', `${open} records signed together with these are not in this bundle`)
      list.ok('signatures', `${held.size} sealed, each bound to its entries`)
    },
  }
}

async function holdSignatures(
  records: AsyncIterable<SignatureRecord>,
  list: Checklist,
): Promise<Map<string, Held>> {
  const held = new Map<string, Held>()
  const reauthentications = new Set<string>()
  try {
    for await (const record of records) {
      const { reauth_id } = record.statement
      if (reauthentications.has(reauth_id))
        list.fail('signatures', 'one re-authentication used for two signatures')
      reauthentications.add(reauth_id)
      const unmatched = new Map(record.statement.records.map((signed) => [recordKey(signed), signed]))
      held.set(statementHash(record.statement), { ...record, unmatched })
    }
  } catch (error) {
    list.fail('signatures', messageOf(error))
  }
  return held
}

function faultOf({ action, actor, object, ref }: LedgerEvent, held: Map<string, Held>): string | null {
  if (!ref?.sig) return 'names no signature'
  const signature = held.get(ref.sig)
  if (!signature) return 'its signature is missing'
  const { signer, meaning } = signature.statement
  const key = recordKey({ type: object.type, id: object.id, content_sha256: ref.content_sha256 ?? '' })
  if (signer.id !== actor.id) return 'signed by another person than the entry says'
  if (action === 'response.signed' && meaning !== 'pv_approve')
    return `its meaning is ${meaning}, not pv_approve`
  if (!signature.unmatched.delete(key)) return 'its signature is over something else, or used before'
  return null
}

function recordKey({ type, id, content_sha256 }: Omit<SignedRecord, 'version'>): string {
  return `${type}/${id}/${content_sha256}`
}
