/** A number below 2^32 for a place and a purpose: the same every time, and no neighbour's. */
export function hashOf(n: number, salt: number): number {
  let h = Math.imul((n | 0) ^ Math.imul(salt, 0x9e3779b1), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 15), 0xc2b2ae35)
  h = Math.imul(h ^ (h >>> 13), 0x27d4eb2f)
  return (h ^ (h >>> 16)) >>> 0
}

/** The same as a share, from 0 up to but not 1. */
export const shareOf = (n: number, salt: number): number => hashOf(n, salt) / 2 ** 32
