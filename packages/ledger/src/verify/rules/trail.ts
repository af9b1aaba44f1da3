import { digestStream } from '../../bytes.ts'
import { trailHeader, trailRow } from '../../trail.ts'
import type { Checklist } from '../checklist.ts'
import type { Rule } from '../walk.ts'

/** Renders trail.csv again from the entries: what people read is what was signed. `expected` is the file's SHA-256. */
export function trailRule(expected: string | undefined, list: Checklist): Rule {
  const digest = digestStream()
  digest.add(Buffer.from(trailHeader))
  return {
    see({ event }) {
      digest.add(Buffer.from(trailRow(event)))
    },
    finish() {
      if (digest.finish().sha256 !== expected) list.fail('trail', 'trail.csv is not what the entries say')
      list.ok('trail', 'trail.csv equals the entries, rendered again')
    },
  }
}
