import { readFileSync } from 'node:fs'
import { connect, endSource, type SourceToRead, sealer, storeBatch } from '@hark/db'
import type { Programme } from '@hark/domain'
import { OperatorError } from '@hark/runtime'
import { type FileConfig, type Imported, importPosts } from '@hark/sources'
import type { Secrets } from '../start/secrets.ts'

export type ImportRequest = {
  /** As the role that stores posts. */
  url: string
  file: FileConfig
  programme: Programme
  source: SourceToRead
  secrets: Pick<Secrets, 'file'>
  signal: AbortSignal
  onProgress: (p: { phase: string; done: number; total: number }) => void
  onRejected: (line: string) => void
}

/** Reads a file into its source through the same store as every other. Each batch and the place in the file commit together. */
export async function importFile(r: ImportRequest): Promise<Imported> {
  const db = connect({ url: r.url, max: 2 })
  const sealing = sealingOf(r.secrets)
  try {
    const imported = await importPosts({
      ...r,
      cursor: r.source.cursor,
      onProgress: ({ phase, bytes, total }) => r.onProgress({ phase, done: bytes, total }),
      store: async (batch, cursorBefore) => {
        const stored = await storeBatch(db, { ...batch, sourceId: r.source.id, cursorBefore }, sealing)
        if (stored)
          for (const { line, reason } of batch.rejected) r.onRejected(`line ${line ?? '?'}: ${reason}`)
        return stored
      },
    })
    if (!imported) throw new OperatorError('Another import of this file is running; wait for it to end.')
    if (!r.signal.aborted) await endSource(db, r.source.id)
    return imported
  } finally {
    await db.destroy()
  }
}

function sealingOf(secrets: Pick<Secrets, 'file'>) {
  const key = (name: 'private-key' | 'pseudonym-key') =>
    Buffer.from(readFileSync(secrets.file(name), 'utf8').trim(), 'hex')
  return { pseudonymKey: key('pseudonym-key'), sealHandle: sealer(key('private-key'), 'handle').seal }
}
