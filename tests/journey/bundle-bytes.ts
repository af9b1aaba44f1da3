const BLOCK = 512

/** A bundle with one byte changed in the middle of the first file whose name begins so. */
export function flipByte(bundle: Buffer, file: string): Buffer {
  for (let at = 0; at + BLOCK <= bundle.length; ) {
    const name = bundle.toString('utf8', at, at + 100).replace(/\0.*$/s, '')
    const size = Number.parseInt(bundle.toString('latin1', at + 124, at + 135), 8)
    if (name === '') break
    if (name.startsWith(file)) {
      const changed = Buffer.from(bundle)
      const middle = at + BLOCK + Math.floor(size / 2)
      changed.writeUInt8(changed.readUInt8(middle) ^ 1, middle)
      return changed
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
  }
  throw new Error(`no ${file} in the bundle`)
}
