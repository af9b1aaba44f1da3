import { sameBytes, toBase64 } from '../bytes.ts'
import { type LedgerEvent, parseEntry } from '../entry.ts'
import { Frontier } from '../merkle/frontier.ts'
import { leafHash } from '../merkle/hash.ts'
import type { Checklist, Culprit } from './checklist.ts'
import { type Heads, messageOf } from './heads.ts'

/** An entry that could be read, with its place and hash. */
export type SeenEntry = { index: number; event: LedgerEvent; leaf: Uint8Array }

/** One concern of the verifier, fed every entry in order. */
export type Rule = {
  see(entry: SeenEntry): void | Promise<void>
  finish(): void | Promise<void>
}

/** Compares each leaf with a hash kept beside the entries (tiles, or a column), to name an altered entry. */
export type StoredHashes = {
  /** True when the leaf is the one stored at this index. */
  see(index: number, leaf: Uint8Array): boolean | Promise<boolean>
  /** True when nothing more is stored, and what is kept above the leaves fits them. */
  finish(): boolean | Promise<boolean>
}

/** How many entries from 0 are known good, because a signed root over them matched. Rules use it to lay blame. */
export type Trusted = { size: number }

export type WalkInput = {
  entries: AsyncIterable<Uint8Array>
  heads: Heads
  stored: StoredHashes | null
  rules: Rule[]
  trusted: Trusted
  list: Checklist
}

/** Reads the whole log once: bytes, order, roots, and every rule. */
export async function walkLog(input: WalkInput): Promise<void> {
  const { heads, list } = input
  const frontier = new Frontier()
  const reader = entryReader(heads.newest.origin, list)
  let differs: Culprit | null = null
  meetHeads(input, frontier)
  try {
    for await (const bytes of input.entries) {
      const index = frontier.size
      const leaf = leafHash(bytes)
      frontier.append(leaf)
      const event = reader(bytes, index)
      if (differs === null && input.stored && !(await input.stored.see(index, leaf)))
        differs = { index, event }
      if (event) await tellRules(input.rules, { index, event, leaf })
      meetHeads(input, frontier)
    }
  } catch (error) {
    list.fail('entries', messageOf(error), { index: frontier.size })
  }
  await finishStored(input, differs)
  settleWalk(input, frontier)
  for (const rule of input.rules) await rule.finish()
}

/** Reads single entries and checks what each says of its own place. */
export function entryReader(
  origin: string,
  list: Checklist,
): (bytes: Uint8Array, index: number) => LedgerEvent | null {
  const ids = new Set<string>()
  return (bytes, index) => {
    let event: LedgerEvent
    try {
      event = parseEntry(bytes)
    } catch (error) {
      list.fail('entries', `entry ${index}: ${messageOf(error)}`, { index })
      return null
    }
    const culprit = { index, event }
    if (event.log !== origin) list.fail('entries', `entry ${index} is of another log, ${event.log}`, culprit)
    if (event.seq !== index) list.fail('sequence', `entry ${index} says it is ${event.seq}`, culprit)
    if (ids.has(event.id)) list.fail('sequence', `entry ${index} repeats the id of an earlier one`, culprit)
    ids.add(event.id)
    return event
  }
}

export async function tellRules(rules: readonly Rule[], entry: SeenEntry): Promise<void> {
  for (const rule of rules) {
    const waiting = rule.see(entry)
    if (waiting) await waiting
  }
}

/** Compares the root with every head of exactly this size. */
function meetHeads({ heads, list, trusted }: WalkInput, frontier: Frontier): void {
  const here = heads.older.filter((head) => head.size === frontier.size)
  const newest = heads.newest.size === frontier.size ? [{ ...heads.newest, check: 'root' as const }] : []
  for (const head of [...here, ...newest]) {
    const root = frontier.root()
    if (sameBytes(root, head.root)) {
      if (!list.failed('checkpoint')) trusted.size = frontier.size
      list.ok(head.check, `matches the entries, ${toBase64(root)}`)
    } else {
      list.fail(
        head.check,
        `entries 0 to ${head.size - 1} give root ${toBase64(root)}, signed was ${toBase64(head.root)}`,
      )
    }
  }
}

async function finishStored({ stored, list }: WalkInput, differs: Culprit | null): Promise<void> {
  if (!stored) return
  const detail = `the stored hash of entry ${differs?.index} is not that of the entry`
  // With the signed root confirmed by the entries, it is the stored hash that was altered.
  if (differs) list.fail('stored hashes', detail, list.passed('root') ? undefined : differs)
  else if (!(await stored.finish()))
    list.fail('stored hashes', 'stored hashes do not end where the entries end')
  list.ok('stored hashes', 'equal those of the entries')
}

function settleWalk({ heads, list, trusted }: WalkInput, frontier: Frontier): void {
  const { size } = heads.newest
  if (frontier.size < size) list.fail('root', `log is cut: ${frontier.size} of ${size} entries`)
  if (frontier.size > size)
    list.lack('sequence', `${frontier.size - size} entries are not under the checkpoint yet`)
  if (list.failed('root') && !list.located && trusted.size < frontier.size) {
    list.fail('root', `the change lies between entries ${trusted.size} and ${size - 1}`, {
      index: trusted.size,
    })
  }
  list.ok('entries', `${frontier.size} in canonical form, all of ${heads.newest.origin}`)
  list.ok('sequence', 'no gap, no repeated id')
}
