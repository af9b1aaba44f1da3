import { DECISIONS, type DecisionRecord, toDecisionRecord } from '../bundle/decision.ts'
import { readJsonLines } from '../bundle/lines.ts'
import { type Opening, toOpening } from '../bundle/opening.ts'
import type { BundleSource } from '../bundle/source.ts'
import { type SignatureRecord, toSignatureRecord } from '../signature.ts'
import { checkManifestNote, type OpenedBundle, openFiles } from './bundle-files.ts'
import { checkConsistencyFiles } from './bundle-heads.ts'
import { bundleEntries, checkLayout, tileHashes } from './bundle-log.ts'
import { walkSelected } from './bundle-selected.ts'
import { Checklist, type VerifyResult } from './checklist.ts'
import { type Heads, messageOf, openHeads } from './heads.ts'
import { eventRules } from './log.ts'
import { trailRule } from './rules/trail.ts'
import { type Trust, type TrustOptions, toTrust } from './trust.ts'
import { type Trusted, walkLog } from './walk.ts'

/** Verifies an exported bundle, offline. Throws only for wrong usage (vkey, policy) or a failing disk. */
export async function verifyBundle(source: BundleSource, options: TrustOptions): Promise<VerifyResult> {
  const trust = toTrust(options)
  const list = new Checklist()
  try {
    const bundle = await openFiles(source, list)
    const heads = bundle && (await readHeads(bundle, trust, list))
    if (bundle && heads && checkLayout(bundle, heads, list)) {
      await checkConsistencyFiles(bundle.reader, heads, list)
      await checkEntries(bundle, heads, trust, list)
    }
  } catch (error) {
    list.fail('files', messageOf(error))
  }
  return list.result()
}

async function readHeads(
  { reader, manifest }: OpenedBundle,
  trust: Trust,
  list: Checklist,
): Promise<Heads | null> {
  const earlier = reader.names().filter((name) => name.startsWith('checkpoints/'))
  if (!reader.has('checkpoint')) {
    list.fail('checkpoint', 'is missing')
    return null
  }
  const notes = {
    newest: await reader.text('checkpoint'),
    earlier: await Promise.all(earlier.map(reader.text)),
  }
  const heads = openHeads(notes, trust, list)
  if (heads && heads.newest.origin !== manifest.origin) list.fail('manifest', 'speaks of another log')
  if (earlier.length === 0) list.skip('earlier checkpoints', 'none in the bundle')
  return heads
}

async function checkEntries(
  bundle: OpenedBundle,
  heads: Heads,
  trust: Trust,
  list: Checklist,
): Promise<void> {
  const { reader, manifest } = bundle
  const partial = !manifest.complete
  const trusted: Trusted = { size: 0 }
  const decisions = reader.has(DECISIONS) ? { decisions: decisionsOf(bundle) } : {}
  const attachments = { openings: openingsOf(bundle), signatures: signaturesOf(bundle), ...decisions }
  const { rules, sealKeys } = await eventRules(attachments, trust, list, { partial, trusted })
  rules.push(trailRule(manifest.files['trail.csv']?.sha256, list))
  if (partial) await walkSelected(bundle, heads, rules, list)
  else {
    const entries = bundleEntries(reader, heads.newest.size)
    await walkLog({
      entries,
      heads,
      stored: tileHashes(reader, heads.newest.size, list),
      rules,
      trusted,
      list,
    })
  }
  await checkManifestNote(bundle, sealKeys, list)
}

async function* openingsOf({ reader }: OpenedBundle): AsyncGenerator<Opening> {
  for await (const line of readJsonLines(reader.stream('openings.jsonl'))) yield toOpening(line)
}

async function* signaturesOf({ reader }: OpenedBundle): AsyncGenerator<SignatureRecord> {
  for await (const line of readJsonLines(reader.stream('signatures.jsonl'))) yield toSignatureRecord(line)
}

async function* decisionsOf({ reader }: OpenedBundle): AsyncGenerator<DecisionRecord> {
  for await (const line of readJsonLines(reader.stream(DECISIONS))) yield toDecisionRecord(line)
}
