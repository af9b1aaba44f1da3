import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from './whole-file.ts'

/**
 * The practice safety database: acknowledges every practice packet with a number, so that a newcomer sees the loop close. It works
 * on the same folders a real one would and knows nothing else of Hark.
 */
export async function acknowledgePractice(
  dir: string,
  isPractice: (handoffId: string) => Promise<boolean>,
  done: Set<string>,
): Promise<number> {
  const packets = (await readdir(join(dir, 'practice')).catch(() => [])).filter(
    (f) => f.endsWith('.json') && !done.has(f),
  )
  let acknowledged = 0
  for (const file of packets) {
    const handoff = file.slice(0, -'.json'.length)
    done.add(file)
    if (!(await isPractice(handoff))) continue
    const ack = { handoff, safety_case_id: `PRACTICE-${handoff.slice(-12).toUpperCase()}` }
    await writeWhole(join(dir, 'acks', file), Buffer.from(JSON.stringify(ack)))
    acknowledged++
  }
  return acknowledged
}
