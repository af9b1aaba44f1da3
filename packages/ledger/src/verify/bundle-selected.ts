import { parseProofFile } from '../bundle/proof-file.ts'
import { sameBytes } from '../bytes.ts'
import { leafHash } from '../merkle/hash.ts'
import { verifyInclusion } from '../merkle/verify.ts'
import type { OpenedBundle } from './bundle-files.ts'
import type { Checklist } from './checklist.ts'
import { type Heads, messageOf } from './heads.ts'
import { entryReader, type Rule, tellRules } from './walk.ts'

/** Some entries, each proved to be in the log at its place. What is between them stays unseen, hence incomplete. */
export async function walkSelected(
  bundle: OpenedBundle,
  heads: Heads,
  rules: Rule[],
  list: Checklist,
): Promise<void> {
  const { reader, manifest } = bundle
  const seqs = reader
    .names()
    .flatMap((name) => /^entries\/([0-9]+)\.json$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b)
  const { from, to } = manifest.range
  if (seqs.length !== manifest.counts.entries || from !== (seqs[0] ?? 0) || to !== (seqs.at(-1) ?? -1) + 1) {
    list.fail('manifest', 'its range is not that of the entries')
  }
  const read = entryReader(heads.newest.origin, list)
  for (const seq of seqs) {
    const bytes = await reader.read(`entries/${seq}.json`)
    const event = read(bytes, seq)
    await checkInclusion(bundle, heads, seq, bytes, list)
    if (event) await tellRules(rules, { index: seq, event, leaf: leafHash(bytes) })
  }
  list.lack('entries', `${seqs.length} of ${heads.newest.size}: a selection`)
  list.ok('sequence', 'each entry is the one its place says')
  list.ok('inclusion proofs', `${seqs.length} entries proved to be in the log`)
  settleOlder(heads, list)
  for (const rule of rules) await rule.finish()
}

async function checkInclusion(
  { reader }: OpenedBundle,
  { newest }: Heads,
  seq: number,
  bytes: Uint8Array,
  list: Checklist,
): Promise<void> {
  try {
    const proof = parseProofFile(await reader.text(`proofs/${seq}.tlog-proof`))
    const sameHead = sameBytes(Buffer.from(proof.checkpoint), await reader.read('checkpoint'))
    const included = verifyInclusion(seq, newest.size, leafHash(bytes), proof.hashes, newest.root)
    if (proof.index !== seq || !sameHead || !included) {
      list.fail('inclusion proofs', `entry ${seq} is not proved to be in the log`, { index: seq })
    }
  } catch (error) {
    list.fail('inclusion proofs', messageOf(error), { index: seq })
  }
}

/** Without the entries between, an earlier head counts only if the bundle chains it to the newest by proofs. */
function settleOlder({ older, newest }: Heads, list: Checklist): void {
  const chained = [newest, ...older.filter(({ check }) => check === 'earlier checkpoints')]
  const previous = older.find(({ check }) => check === 'previous checkpoint')
  list.ok('earlier checkpoints', `${chained.length - 1} chained to the newest by proofs`)
  if (!previous) return
  const twin = chained.find(({ size }) => size === previous.size)
  if (!twin) list.lack('previous checkpoint', 'this bundle holds no proof from it')
  else if (sameBytes(twin.root, previous.root))
    list.ok('previous checkpoint', 'is one of the chained checkpoints')
  else list.fail('previous checkpoint', `split view: two roots were signed for ${previous.size} entries`)
}
