import { ProgrammeBody } from '@hark/contract'
import { connect, insertProgramme, loadProgrammes } from '@hark/db'
import { z } from 'zod'
import { type Command, UsageError } from '../command.ts'
import { jsonGiven } from '../given-file.ts'
import { withDatabase } from '../start/deployment.ts'

export const programme: Command = {
  summary: 'Lists programmes, or creates one from a JSON file',
  usage: `programme list | programme create FILE

FILE is JSON: name, objective, strategy, markets (["DE"]), languages (["de"]), responsible (printed names), receivingEntity,
receivingZone ("Europe/Berlin") and products [{brand, substance, own?, names?: [{name, kind, ambiguous?}]}].`,
  run,
}

async function run([act, path, ...rest]: string[]): Promise<number> {
  if (rest.length === 0 && act === 'list' && !path) return list()
  if (rest.length === 0 && act === 'create' && path) return create(path)
  throw new UsageError('programme list | programme create FILE')
}

async function list(): Promise<number> {
  const all = await withDatabase('hark_auditor', async (url) => {
    const db = connect({ url, max: 1 })
    return loadProgrammes(db).finally(() => db.destroy())
  })
  for (const p of all.values())
    process.stdout.write(
      `${p.name}  (${p.kind}, ${p.products.length} products, ${p.receivingEntity}, ${p.receivingZone})\n`,
    )
  return 0
}

async function create(path: string): Promise<number> {
  const parsed = ProgrammeBody.safeParse(jsonGiven(path))
  if (!parsed.success) {
    process.stderr.write(`${path} is not a programme:\n${z.prettifyError(parsed.error)}\n`)
    return 1
  }
  const products = parsed.data.products.map((p) => ({ ...p, group: p.group ?? p.substance }))
  await withDatabase('admin', async (url) => {
    const db = connect({ url, max: 1 })
    const actor = { id: 'hark-programme', kind: 'service' } as const
    return db
      .transaction()
      .execute((trx) => insertProgramme(trx, { ...parsed.data, kind: 'live', products }, actor))
      .finally(() => db.destroy())
  })
  process.stdout.write(
    `Created "${parsed.data.name}" with ${products.length} products. Nothing listens yet: hark live bluesky --programme "${parsed.data.name}".\n`,
  )
  return 0
}
