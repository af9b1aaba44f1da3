import { LedgerError } from '../errors.ts'

export const BLOCK = 512

/** Two zero blocks end an archive. */
export const END_OF_ARCHIVE: Uint8Array = new Uint8Array(2 * BLOCK)

const MAX_SIZE = 0o77777777777

/** Names the archive can hold: plain, relative, and short enough for one ustar field. */
export function isBundleName(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._/-]{0,98}$/.test(name) && !/(^|\/)(\.|\.\.|)(\/|$)/.test(name)
}

/**
 * The only header this format has for a file of that name and size: mode 0644, owner 0, mtime 0. The reader builds
 * it again and compares, so no header byte can be altered unseen.
 */
export function ustarHeader(name: string, size: number): Uint8Array {
  if (!isBundleName(name) || !Number.isSafeInteger(size) || size < 0 || size > MAX_SIZE) {
    throw new LedgerError('bundle.bad_input', 'a file name or size that a bundle cannot hold')
  }
  const block = Buffer.alloc(BLOCK)
  block.write(name, 0, 'latin1')
  block.write('0000644\x000000000\x000000000\x00', 100, 'latin1')
  block.write(`${octal(size, 11)}\x00${octal(0, 11)}\x00`, 124, 'latin1')
  block.write('        ', 148, 'latin1')
  block.write('0', 156, 'latin1')
  block.write('ustar\x0000', 257, 'latin1')
  block.write('0000000\x000000000\x00', 329, 'latin1')
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${octal(sum, 6)}\x00 `, 148, 'latin1')
  return block
}

/** Name and size from a header block; null unless the block is exactly what `ustarHeader` makes. */
export function readUstarHeader(block: Uint8Array): { name: string; size: number } | null {
  const view = Buffer.from(block.buffer, block.byteOffset, block.byteLength)
  const name = view.toString('latin1', 0, 100).replace(/\0+$/, '')
  const digits = view.toString('latin1', 124, 135)
  if (!isBundleName(name) || !/^[0-7]{11}$/.test(digits)) return null
  const size = Number.parseInt(digits, 8)
  return view.equals(ustarHeader(name, size)) ? { name, size } : null
}

/** Zero bytes from the end of a file of `size` to the next block. */
export function paddingAfter(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0')
}
