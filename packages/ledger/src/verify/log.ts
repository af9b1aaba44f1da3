import type { DecisionRecord } from '../bundle/decision.ts'
import type { Opening } from '../bundle/opening.ts'
import { sameBytes } from '../bytes.ts'
import type { SignatureRecord } from '../signature.ts'
import { Checklist, type VerifyResult } from './checklist.ts'
import { openHeads } from './heads.ts'
import { authorRule } from './rules/author.ts'
import { chainRule } from './rules/chain.ts'
import { decisionRule } from './rules/decisions.ts'
import { openingRule } from './rules/openings.ts'
import { publicationRule } from './rules/publication.ts'
import { type SealKeys, sealKeyRule } from './rules/seal-keys.ts'
import { signatureRule } from './rules/signatures.ts'
import { type Trust, type TrustOptions, toTrust } from './trust.ts'
import { type Rule, type StoredHashes, type Trusted, walkLog } from './walk.ts'

/** What goes with the entries; absent parts are reported as skipped. */
export type Attachments = {
  openings?: AsyncIterable<Opening>
  signatures?: AsyncIterable<SignatureRecord>
  decisions?: AsyncIterable<DecisionRecord>
}

export type LogInput = TrustOptions &
  Attachments & {
    /** Entry bytes from index 0, in order, as stored. */
    entries: AsyncIterable<Uint8Array>
    /** The newest checkpoint note and any earlier ones. */
    checkpoint: string
    earlierCheckpoints?: string[]
    /** Leaf hashes kept beside the entries, in order: they let an altered entry be named exactly. */
    leafHashes?: AsyncIterable<Uint8Array>
  }

/** Verifies a whole log from any storage, streaming. Throws only for wrong usage: a bad vkey or policy. */
export async function verifyLog(input: LogInput): Promise<VerifyResult> {
  const trust = toTrust(input)
  const list = new Checklist()
  const heads = openHeads({ newest: input.checkpoint, earlier: input.earlierCheckpoints ?? [] }, trust, list)
  if (!heads) return list.result()
  const trusted: Trusted = { size: 0 }
  await walkLog({
    entries: input.entries,
    heads,
    stored: input.leafHashes ? comparedWith(input.leafHashes) : null,
    rules: (await eventRules(input, trust, list, { partial: false, trusted })).rules,
    trusted,
    list,
  })
  return list.result()
}

/** The rules over what entries say, as far as the attachments allow; the seal keys are complete after the walk. */
export async function eventRules(
  { openings, signatures, decisions }: Attachments,
  trust: Trust,
  list: Checklist,
  { partial, trusted }: { partial: boolean; trusted: Trusted },
): Promise<{ rules: Rule[]; sealKeys: SealKeys }> {
  const sealKeys = sealKeyRule(trust, partial)
  const rules: Rule[] = [
    sealKeys,
    chainRule(list, trusted, partial),
    authorRule(list),
    publicationRule(list, partial),
  ]
  if (signatures) rules.push(await signatureRule(signatures, sealKeys, list, partial))
  else list.skip('signatures', 'no statements given')
  const listed = decisions ? new Set<string>() : null
  if (decisions && listed) rules.push(decisionRule(decisions, list, partial, listed))
  if (openings) rules.push(openingRule(openings, list, partial, listed))
  else list.skip('openings', 'no private values given')
  return { rules, sealKeys }
}

function comparedWith(hashes: AsyncIterable<Uint8Array>): StoredHashes {
  const iterator = hashes[Symbol.asyncIterator]()
  return {
    async see(_index, leaf) {
      const { value, done } = await iterator.next()
      return !done && sameBytes(value, leaf)
    },
    finish: async () => (await iterator.next()).done === true,
  }
}
