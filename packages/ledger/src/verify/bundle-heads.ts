import type { BundleReader } from '../bundle/archive.ts'
import { readHashLines } from '../bundle/proof-file.ts'
import type { Checkpoint } from '../checkpoint.ts'
import { verifyConsistency } from '../merkle/verify.ts'
import type { Checklist } from './checklist.ts'
import { type Heads, messageOf } from './heads.ts'

/** Names of the proofs that chain the bundle's own checkpoints, oldest to newest. */
export function consistencyNames(heads: Heads): { name: string; from: Checkpoint; to: Checkpoint }[] {
  const chain: Checkpoint[] = [
    ...heads.older.filter(({ check }) => check === 'earlier checkpoints'),
    heads.newest,
  ]
  return chain.slice(1).map((to, i) => {
    const from = chain[i] as Checkpoint
    return { name: `consistency/${from.size}-${to.size}`, from, to }
  })
}

/** Each checkpoint must be proved a prefix of the next. This needs no entry, so it also holds for a case file. */
export async function checkConsistencyFiles(
  reader: BundleReader,
  heads: Heads,
  list: Checklist,
): Promise<void> {
  const chain = consistencyNames(heads)
  for (const { name, from, to } of chain) {
    try {
      const proof = readHashLines(await reader.text(name))
      if (!verifyConsistency(from.size, to.size, from.root, to.root, proof)) {
        list.fail(
          'consistency proofs',
          `the log of ${from.size} entries is not a prefix of that of ${to.size}`,
        )
      }
    } catch (error) {
      list.fail('consistency proofs', messageOf(error))
    }
  }
  if (chain.length === 0) list.skip('consistency proofs', 'only one checkpoint in the bundle')
  else list.ok('consistency proofs', `${chain.length} proved, each log a prefix of the next`)
}
