import { sameBytes, toBase64 } from '../bytes.ts'
import { type Checkpoint, openCheckpoint, peekCheckpoint } from '../checkpoint.ts'
import { LedgerError } from '../errors.ts'
import { keyLabel } from '../note/keys.ts'
import { openNote } from '../note/note.ts'
import type { Checklist, CheckName } from './checklist.ts'
import type { Policy } from './policy.ts'
import type { Trust } from './trust.ts'

/** A tree head to be met while the log is read, and the check it belongs to. */
export type Head = Checkpoint & { check: CheckName }

export type Heads = {
  newest: Checkpoint
  /** All heads but the newest, by size. */
  older: Head[]
}

/**
 * Opens every checkpoint. A head that does not verify is reported and, if readable, still used to locate faults.
 * Null when the newest cannot even be read.
 */
export function openHeads(
  notes: { newest: string; earlier: string[] },
  trust: Trust,
  list: Checklist,
): Heads | null {
  const newest = openHead(notes.newest, 'checkpoint', trust, list)
  if (!newest) return null
  const earlier = notes.earlier.map((note) => openHead(note, 'earlier checkpoints', trust, list))
  const previous = trust.previousCheckpoint
    ? openHead(trust.previousCheckpoint, 'previous checkpoint', trust, list)
    : null
  if (!trust.previousCheckpoint)
    list.skip('previous checkpoint', 'none given: a rewritten history would not show')
  const older = [...earlier, previous].filter((head) => head !== null).sort((a, b) => a.size - b.size)
  for (const head of older) compareHeads(head, newest, list)
  checkWitnesses(notes.newest, trust.policy, list)
  list.ok('checkpoint', `${newest.origin} at ${newest.size} entries, root ${toBase64(newest.root)}`)
  return { newest, older }
}

function openHead(note: string, check: CheckName, trust: Trust, list: Checklist): Head | null {
  try {
    return { ...openCheckpoint(note, trust.logKeys), check }
  } catch (error) {
    list.fail(check, messageOf(error))
  }
  try {
    return { ...peekCheckpoint(note), check }
  } catch {
    return null
  }
}

function compareHeads(head: Head, newest: Checkpoint, list: Checklist): void {
  if (head.origin !== newest.origin) list.fail(head.check, `is of another log, ${head.origin}`)
  if (head.size > newest.size) list.fail(head.check, `had ${head.size} entries, now there are ${newest.size}`)
  if (head.size === newest.size && !sameBytes(head.root, newest.root)) {
    const roots = `${toBase64(head.root)} and ${toBase64(newest.root)}`
    list.fail(head.check, `split view: two roots were signed for ${head.size} entries, ${roots}`)
  }
}

function checkWitnesses(note: string, policy: Policy | null, list: Checklist): void {
  if (!policy) {
    list.skip('witnesses', 'no policy given')
    return
  }
  try {
    const { signatures } = openNote(note, [...policy.logs, ...policy.witnesses.map(({ key }) => key)])
    const signed = new Set(signatures.map(keyLabel))
    const known = policy.logs.length === 0 || policy.logs.some((log) => signed.has(keyLabel(log)))
    const cosigned = new Set(
      policy.witnesses.filter(({ key }) => signed.has(keyLabel(key))).map(({ name }) => name),
    )
    if (!known) list.fail('witnesses', 'not signed by a log of the policy')
    else if (policy.quorum(cosigned)) list.ok('witnesses', `quorum met: ${cosigned.size} cosigned`)
    else list.lack('witnesses', `no quorum: ${cosigned.size} cosigned`)
  } catch (error) {
    list.fail('witnesses', messageOf(error))
  }
}

/** The sentence of a refusal; anything that is not one is a defect and goes up. */
export function messageOf(error: unknown): string {
  if (error instanceof LedgerError) return error.message
  throw error
}
