import { connect, type PostProof, provePost } from '@hark/db'
import { verifyInBatch } from '@hark/ledger'
import { type Command, UsageError } from '../command.ts'
import { withDatabase } from '../start/deployment.ts'

export const prove: Command = {
  summary: 'Proves that one post was stored, against the ledger entry of its batch',
  usage: `prove POST-ID

Prints the leaf, its Merkle proof and the entry that commits to the batch, as JSON. Exit 1 when the stored post is not the
one the ledger committed to.`,
  run,
}

async function run([postId, ...rest]: string[]): Promise<number> {
  if (!postId || rest.length > 0) throw new UsageError('prove POST-ID')
  const proof = await withDatabase('hark_auditor', async (url) => {
    const db = connect({ url, max: 1 })
    return provePost(db, postId).finally(() => db.destroy())
  })
  process.stdout.write(`${JSON.stringify(proof, null, 2)}\n`)
  return holds(proof) ? 0 : 1
}

const holds = ({ leaf, proof, entry }: PostProof): boolean =>
  verifyInBatch(Buffer.from(leaf), proof, entry.batch)
