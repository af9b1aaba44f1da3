import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, type SeededProgramme, type Stack, startStack } from '@hark/testkit'

/** As many bytes as the console sends at once would be one piece for every file here; smaller, so that there are several. */
const PIECE = 30_000

/** The api with a place for files, and a live programme whose purpose is written. */
export async function startImports() {
  const folder = await mkdtemp(join(tmpdir(), 'hark-imports-'))
  const config = { HARK_UPLOAD_DIR: join(folder, 'uploads'), HARK_PROFILE_DIR: join(folder, 'profiles') }
  const stack = await startStack({ config })
  await writePurpose(stack, stack.programme)
  const files = () => readdir(config.HARK_UPLOAD_DIR).catch(() => [] as string[])
  return {
    stack,
    oli: await stack.as('oli'),
    files,
    uploads: config.HARK_UPLOAD_DIR,
    profiles: config.HARK_PROFILE_DIR,
    programme: stack.programme,
    [Symbol.asyncDispose]: async () => {
      await stack[Symbol.asyncDispose]()
      await rm(folder, { recursive: true })
    },
  }
}

export async function writePurpose(
  { db }: Pick<Stack, 'db'>,
  { id }: Pick<SeededProgramme, 'id'>,
): Promise<void> {
  const purpose = { objective: 'Hear of events early.', strategy: 'Exports of the listening tool.' }
  await db
    .updateTable('programme')
    .set({ ...purpose, responsible: ['Lea Lindqvist'] })
    .where('id', '=', id)
    .execute()
}

/** Brings a file as the console does, piece by piece; answers the import's id. */
export async function bring(
  who: Client,
  programmeId: string,
  content: string | Uint8Array,
  fileName = 'export.csv',
): Promise<string> {
  const bytes = Buffer.from(content)
  const announced = await who.post('/api/imports', { programmeId, fileName, bytes: bytes.length })
  if (announced.status !== 200) throw new Error(`${announced.status} ${announced.body.code}`)
  const { id } = announced.body
  for (let at = 0; at < bytes.length; at += PIECE) {
    const piece = bytes.subarray(at, at + PIECE).toString('base64')
    const put = await who.put(`/api/imports/${id}/content`, { at, piece })
    if (put.status !== 200) throw new Error(`${put.status} ${put.body.code}`)
  }
  return id
}
