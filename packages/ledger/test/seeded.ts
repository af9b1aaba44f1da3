/** A small seeded generator (mulberry32), so that a failing mutation can be run again from its number. */
export function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

type Random = ReturnType<typeof seeded>

const mutations: ((bytes: Buffer, random: Random) => Buffer)[] = [
  function flipBit(bytes, random) {
    const at = random(bytes.length)
    bytes[at] = (bytes[at] as number) ^ (1 << random(8))
    return bytes
  },
  function otherByte(bytes, random) {
    const at = random(bytes.length)
    bytes[at] = ((bytes[at] as number) + 1 + random(255)) & 0xff
    return bytes
  },
  function cutRun(bytes, random) {
    const at = random(bytes.length)
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random(40))])
  },
  function insertRun(bytes, random) {
    const at = random(bytes.length + 1)
    const run = Buffer.from(Array.from({ length: 1 + random(40) }, () => random(256)))
    return Buffer.concat([bytes.subarray(0, at), run, bytes.subarray(at)])
  },
  function swapRuns(bytes, random) {
    const length = 1 + random(Math.min(32, Math.floor(bytes.length / 2)))
    const [a, b] = [random(bytes.length - length + 1), random(bytes.length - length + 1)]
    const run = Buffer.from(bytes.subarray(a, a + length))
    bytes.copy(bytes, a, b, b + length)
    run.copy(bytes, b)
    return bytes
  },
  function truncate(bytes, random) {
    return bytes.subarray(0, random(bytes.length))
  },
  function repeatRun(bytes, random) {
    const at = random(bytes.length)
    const end = Math.min(bytes.length, at + 1 + random(512))
    return Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)])
  },
]

/** A changed copy of `bytes`; never the same bytes. */
export function mutate(bytes: Uint8Array, random: Random): Buffer {
  for (;;) {
    const change = mutations[random(mutations.length)] as (typeof mutations)[number]
    const changed =
      bytes.length > 1 ? change(Buffer.from(bytes), random) : Buffer.from([random(256), random(256)])
    if (!changed.equals(bytes)) return changed
  }
}
