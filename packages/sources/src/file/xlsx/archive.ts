import { DomainError } from '@hark/domain'
import yauzl from 'yauzl'

/** What a spreadsheet may grow to. Sheets shrink some fifty times when packed; beyond these it is a bomb, or no export. */
export const xlsxLimits = {
  entries: 2_000,
  bytesOfEntry: 200_000_000,
  bytesInAll: 400_000_000,
  ratio: 300,
} as const

export type Archive = AsyncDisposable & {
  has(name: string): boolean
  /** The text of a part, in chunks. Ends with `import.bad_file` where a part holds more than it declares. */
  part(name: string): AsyncIterable<string>
}

/** The parts of a spreadsheet. Nothing is unpacked until it is asked for, and no part beyond its declared size. */
export async function openArchive(path: string): Promise<Archive> {
  const zip = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false }).catch(broken)
  const parts = new Map<string, yauzl.Entry>()
  let inAll = 0
  try {
    for await (const entry of zip.eachEntry()) {
      inAll += entry.uncompressedSize
      const { uncompressedSize: size, compressedSize: packed } = entry
      const bomb = size > 1_000_000 && size > packed * xlsxLimits.ratio
      if (
        bomb ||
        size > xlsxLimits.bytesOfEntry ||
        inAll > xlsxLimits.bytesInAll ||
        parts.size >= xlsxLimits.entries
      )
        throw new DomainError('import.bad_file', 'This spreadsheet unpacks to more than an export holds.')
      if (entry.isEncrypted())
        throw new DomainError('import.bad_file', 'This spreadsheet is protected by a password.')
      parts.set(entry.fileName.replace(/^\//, '').toLowerCase(), entry)
    }
  } catch (error) {
    zip.close()
    throw error instanceof DomainError ? error : damaged()
  }

  async function* part(name: string): AsyncGenerator<string> {
    const entry = parts.get(name.toLowerCase())
    if (!entry) return
    const decoder = new TextDecoder()
    try {
      for await (const chunk of await zip.openReadStreamPromise(entry))
        yield decoder.decode(chunk as Uint8Array, { stream: true })
    } catch {
      throw damaged()
    }
    yield decoder.decode()
  }
  return {
    has: (name) => parts.has(name.toLowerCase()),
    part,
    [Symbol.asyncDispose]: async () => zip.close(),
  }
}

const damaged = () => new DomainError('import.bad_file', 'This spreadsheet is damaged: export it again.')
const broken = (): never => {
  throw damaged()
}
