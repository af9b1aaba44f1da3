import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DomainError, MOST_UPLOAD_BYTES } from '@hark/domain'

/** Where files wait for their import, by the import's id, readable by this account alone. */
export type UploadPlace = {
  path: (id: string) => string
  /** Bytes that are here; 0 where nothing is. */
  size: (id: string) => Promise<number>
  /**
   * Puts a piece where it belongs and answers the bytes that are here. The same piece again changes nothing, so whoever is unsure sends
   * it again. Throws `input.invalid` where what stands before it is missing, `input.too_large` beyond what was announced.
   */
  put: (id: string, at: number, piece: Uint8Array, announced: number) => Promise<number>
  remove: (id: string) => Promise<void>
  /** Removes every file that belongs to none of these imports; answers how many. */
  sweep: (keep: ReadonlySet<string>) => Promise<number>
}

export function uploadPlace(folder: string): UploadPlace {
  const path = (id: string) => join(folder, id)
  const size = async (id: string) => (await stat(path(id)).catch(() => null))?.size ?? 0
  const remove = (id: string) => rm(path(id), { force: true })
  return {
    path,
    size,
    remove,
    put: async (id, at, piece, announced) => {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const here = await size(id)
      if (at > here)
        throw new DomainError('input.invalid', 'A piece is missing before this one.', { received: here })
      if (at + piece.length > Math.min(announced, MOST_UPLOAD_BYTES)) throw tooLarge()
      await using file = await open(path(id), here === 0 ? 'w' : 'r+', 0o600)
      await file.write(piece, 0, piece.length, at)
      return Math.max(here, at + piece.length)
    },
    sweep: async (keep) => {
      const stale = (await readdir(folder).catch(() => [])).filter((name) => !keep.has(name))
      await Promise.all(stale.map(remove))
      return stale.length
    },
  }
}

export const tooLarge = (): DomainError =>
  new DomainError(
    'input.too_large',
    `A file may have ${MOST_UPLOAD_BYTES / 1024 / 1024} MB at most: split it, or import it on the host with \`hark import\`.`,
  )
