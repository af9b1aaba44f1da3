import { randomFillSync } from 'node:crypto'

/** Random bytes are asked for a page at a time: a batch of posts needs hundreds of ids. */
const page = Buffer.alloc(4_000)
const BYTES = 10
let used = page.length

/** RFC 9562 UUIDv7: time-ordered, so new rows land at the end of an index. */
export function uuidv7(now: number = Date.now()): string {
  if (used + BYTES > page.length) {
    randomFillSync(page)
    used = 0
  }
  const random = page.subarray(used, used + BYTES)
  used += BYTES
  random[0] = ((random[0] as number) & 0x0f) | 0x70
  random[2] = ((random[2] as number) & 0x3f) | 0x80
  const hex = now.toString(16).padStart(12, '0') + random.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
