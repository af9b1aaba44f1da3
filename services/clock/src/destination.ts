import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, stat, unlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { removeDrafts, writeWhole } from './whole-file.ts'

export type Acknowledgement = { handoffId: string; safetyCaseId: string; file: string }

/** Where signed cases go. A delivery may be repeated; the hand-off's id is the key by which the receiver drops repeats. */
export type Destination = {
  /** Throws only where nothing has arrived: a case opened again is then still stopped. */
  deliver(handoff: { id: string; packet: Buffer; practice: boolean }): Promise<void>
  acknowledgements(): Promise<Acknowledgement[]>
  forget(ack: Acknowledgement): Promise<void>
  /** Keeps what fits nothing where a person finds it. */
  setAside(ack: Acknowledgement): Promise<void>
}

const Ack = z.object({
  handoff: z.uuid().toLowerCase(),
  // printable: it goes into the database and the ledger
  safety_case_id: z
    .string()
    .trim()
    .regex(/^[^\p{C}]{1,200}$/u),
})
/** A file may be read while it is still written: only one that has rested this long is given up. */
const WRITTEN_AFTER_MS = 10_000

/**
 * Folders, the way intake folders of safety databases work: packets appear whole in `outgoing/<id>.json`, practice ones in
 * `practice/<id>.json` where no real safety database looks; acknowledgements are taken from `acks/*.json` as
 * {"handoff", "safety_case_id"}. What cannot be read or fits nothing is set aside in `unreadable`, not dropped.
 */
export async function folderDestination(dir: string): Promise<Destination> {
  const inside = (d: string) => join(dir, d)
  for (const d of ['outgoing', 'practice', 'acks', 'unreadable']) await mkdir(inside(d), { recursive: true })
  for (const d of ['outgoing', 'practice', 'acks']) await removeDrafts(inside(d))
  const acks = inside('acks')
  const setAside = (file: string) =>
    rename(file, join(inside('unreadable'), `${randomUUID()}-${basename(file)}`))
  return {
    deliver: ({ id, packet, practice }) =>
      writeWhole(join(inside(practice ? 'practice' : 'outgoing'), `${id}.json`), packet),
    acknowledgements: async () => {
      const files = (await readdir(acks)).filter((f) => f.endsWith('.json')).sort()
      const read = await Promise.all(files.map((f) => readAck(join(acks, f), setAside)))
      return read.filter((a) => a !== null)
    },
    forget: async (ack) => unlink(ack.file).catch(() => {}),
    setAside: (ack) => setAside(ack.file),
  }
}

async function readAck(
  file: string,
  setAside: (file: string) => Promise<void>,
): Promise<Acknowledgement | null> {
  try {
    const ack = Ack.parse(JSON.parse(await readFile(file, 'utf8')))
    return { handoffId: ack.handoff, safetyCaseId: ack.safety_case_id, file }
  } catch {
    const rested = Date.now() - ((await stat(file).catch(() => null))?.mtimeMs ?? Date.now())
    if (rested > WRITTEN_AFTER_MS) await setAside(file)
    return null
  }
}
