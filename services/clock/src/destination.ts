import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

export type Acknowledgement = { handoffId: string; safetyCaseId: string; file: string }

/** Where signed cases go. A delivery may be repeated; the hand-off's id is the key by which the receiver drops repeats. */
export type Destination = {
  deliver(handoff: { id: string; packet: Buffer; practice: boolean }): Promise<void>
  acknowledgements(): Promise<Acknowledgement[]>
  forget(ack: Acknowledgement): Promise<void>
}

const Ack = z.object({ handoff: z.uuid(), safety_case_id: z.string().trim().min(1).max(200) })

/**
 * A pair of folders, the way intake folders of safety databases work: packets appear whole in `outgoing/<id>.json`,
 * acknowledgements are taken from `acks/*.json` as {"handoff", "safety_case_id"}. What cannot be read is set aside, not dropped.
 */
export async function folderDestination(dir: string): Promise<Destination> {
  const [outgoing, acks, unreadable] = ['outgoing', 'acks', 'unreadable'].map((d) => join(dir, d)) as [
    string,
    string,
    string,
  ]
  for (const d of [outgoing, acks, unreadable]) await mkdir(d, { recursive: true })
  return {
    deliver: ({ id, packet }) => writeWhole(join(outgoing, `${id}.json`), packet),
    acknowledgements: async () => {
      const files = (await readdir(acks)).filter((f) => f.endsWith('.json')).sort()
      const read = await Promise.all(files.map((f) => readAck(acks, f, unreadable)))
      return read.filter((a) => a !== null)
    },
    forget: async (ack) => unlink(ack.file).catch(() => {}),
  }
}

async function readAck(dir: string, name: string, unreadable: string): Promise<Acknowledgement | null> {
  const file = join(dir, name)
  try {
    const ack = Ack.parse(JSON.parse(await readFile(file, 'utf8')))
    return { handoffId: ack.handoff, safetyCaseId: ack.safety_case_id, file }
  } catch {
    await rename(file, join(unreadable, name))
    return null
  }
}

/** Appears under its name only when complete and on disk: a watcher never reads half a case. */
async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  const draft = `${path}.${randomUUID()}.new`
  const handle = await open(draft, 'wx', 0o640)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(draft, path)
}
