import { readFileSync } from 'node:fs'
import { zstdDecompressSync } from 'node:zlib'
import { eventsOf, lineOf } from './jetstream-lines.mjs'

// Converts a recording of length-prefixed frames to lines without their time: what the conversion is tested by.
const recording = zstdDecompressSync(readFileSync(process.argv[2]))
for (let at = 0; at < recording.length; ) {
  const length = recording.readUInt32LE(at)
  for (const event of await eventsOf(recording.subarray(at + 4, at + 4 + length)))
    process.stdout.write(`${lineOf(event, 0)}\n`)
  at += 4 + length
}
