import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, insertProgramme, serviceRoles } from '@hark/db'
import { startProcess, type TestProcess, testKeys } from '@hark/testkit'
import { writeRun } from '../../services/cli/src/start/run-file.ts'
import { openSecrets } from '../../services/cli/src/start/secrets.ts'
import type { Product } from './generate.ts'

export const PROGRAMME = 'Balance'
const operator = { id: 'test', kind: 'service' } as const

export type Deployment = Disposable & {
  folder: string
  /** `hark …` as a process of its own on this deployment, as a person would run it beside `npm start`. */
  hark: (...args: string[]) => TestProcess
  /** A file in the deployment's folder. */
  write: (name: string, text: string) => string
}

/** A data folder that says a `hark start` is running on this database, with the keys of the services under test. */
export function deploy(adminUrl: string, rolePassword: string): Deployment {
  const folder = mkdtempSync(join(tmpdir(), 'hark-deployment-'))
  const write = (name: string, text: string) => {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
  }
  openSecrets(folder) // makes the folder; what must be known beforehand is then written over
  const known: Record<string, string> = {
    'private-key': testKeys.privateKey,
    'pseudonym-key': testKeys.pseudonymKey,
    'checkpoint-key': testKeys.checkpoint,
    'seal-key': testKeys.seal,
  }
  for (const role of serviceRoles) known[`role-${role}`] = rolePassword
  for (const [name, secret] of Object.entries(known)) write(`secrets/${name}`, secret)
  writeRun(folder, { address: 'http://127.0.0.1:1', databaseUrl: adminUrl })
  return {
    folder,
    write,
    hark: (...args) =>
      startProcess('services/cli/src/main.ts', args, { HARK_DATA: folder, PGAPPNAME: `hark ${args[0]}` }),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** A live programme of these products; returns its id. */
export async function createProgramme(
  adminUrl: string,
  products: readonly Product[],
  name = PROGRAMME,
): Promise<string> {
  const db = connect({ url: adminUrl, max: 1 })
  const programme = {
    name,
    kind: 'live' as const,
    objective: 'Find possible adverse events of our products',
    strategy: 'Public posts, matched by name',
    markets: ['DE'],
    languages: ['en'],
    receivingEntity: 'Test Pharma GmbH',
    receivingZone: 'Europe/Berlin',
    responsible: ['Test Person'],
    replyAccount: null,
    products: products.map((p) => ({ ...p, group: p.brand.toLowerCase(), own: true, names: [] })),
  }
  try {
    return await db.transaction().execute((trx) => insertProgramme(trx, programme, operator))
  } finally {
    await db.destroy()
  }
}
