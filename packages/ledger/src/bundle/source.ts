import { open } from 'node:fs/promises'

/** Random access to the bytes of a bundle, wherever they lie. `read` may return fewer bytes only at the end. */
export type BundleSource = {
  size: number
  read(offset: number, length: number): Promise<Uint8Array>
}

/** A bundle in memory. */
export function bytesSource(bytes: Uint8Array): BundleSource {
  return {
    size: bytes.length,
    read: async (offset, length) => bytes.subarray(offset, Math.min(offset + length, bytes.length)),
  }
}

/** A bundle on disk, read piece by piece; the caller closes it. */
export async function fileSource(path: string): Promise<BundleSource & { close(): Promise<void> }> {
  const file = await open(path, 'r')
  const { size } = await file.stat()
  return {
    size,
    async read(offset, length) {
      const buffer = Buffer.allocUnsafe(length)
      const { bytesRead } = await file.read(buffer, 0, length, offset)
      return buffer.subarray(0, bytesRead)
    },
    close: () => file.close(),
  }
}
