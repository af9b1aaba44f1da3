import { connect, removalProof } from '@hark/db'
import { UsageError } from '../command.ts'
import { withDatabase } from '../start/deployment.ts'

/** Prints the proof of a deletion, a JSON line a version. Exit code 1 where something said to be erased still has a copy, or a word went untold. */
export async function proveRemoval([id, ...rest]: string[]): Promise<number> {
  if (!id || rest.length > 0) throw new UsageError('source removal ID')
  const versions = await withDatabase('hark_auditor', async (url) => {
    const db = connect({ url, max: 1 })
    return removalProof(db, id).finally(() => db.destroy())
  })
  for (const version of versions) process.stdout.write(`${JSON.stringify(version)}\n`)
  if (versions.length === 0) process.stderr.write('Hark holds nothing under this id, not even a tombstone.\n')
  const left = versions.some(
    ({ erasedAt, words, copies: { deliveries: _waiting, ...copies } }) =>
      words.some(({ state }) => state === 'missing') ||
      (erasedAt !== null && Object.values(copies).some(Boolean)),
  )
  return left ? 1 : 0
}
