import { readFile } from 'node:fs/promises'
import {
  connect,
  type Db,
  insertPerson,
  insertProgramme,
  insertSource,
  type NewProgramme,
  sealer,
  type Trx,
} from '@hark/db'
import { practicePolicy, practiceProgramme } from '@hark/sources'
import { keepCredentials } from './credentials-file.ts'
import { type Credentials, practicePassword, practicePeople } from './people.ts'

const operator = { id: 'hark-start', kind: 'service' } as const
const TRAINED_YEARS = 1

/**
 * Makes a fresh deployment a practice one: people, the practice programme, its one source. Does nothing where a deployment exists.
 * The credentials file is written before the commit: people whose password nobody knows never come to be.
 */
export async function seedPractice(
  adminUrl: string,
  o: { dataDir: string; privateKey: Buffer },
): Promise<boolean> {
  const db = connect({ url: adminUrl, max: 1 })
  try {
    if (await isSeeded(db)) return false
    const people = practicePeople.map((p) => ({ ...p, password: practicePassword() }))
    await db.transaction().execute(async (trx) => {
      await trx.insertInto('deployment').values({ kind: 'practice' }).execute()
      const made: Credentials[] = []
      for (const person of people)
        made.push({ ...person, totpSecret: await addPerson(trx, person, o.privateKey) })
      await addProgramme(trx)
      keepCredentials(o.dataDir, made)
    })
    return true
  } finally {
    await db.destroy()
  }
}

const isSeeded = async (db: Db): Promise<boolean> =>
  (await db.selectFrom('deployment').select('kind').executeTakeFirst()) !== undefined

async function addPerson(
  trx: Trx,
  p: (typeof practicePeople)[number] & { password: string },
  key: Buffer,
): Promise<string> {
  const trainedUntil = new Date(Date.now() + TRAINED_YEARS * 365 * 86_400_000).toISOString()
  const person = { ...p, trainedUntil, accountableSince: new Date().toISOString() }
  const { totpSecret } = await insertPerson(trx, person, operator, sealer(key, 'totp').seal)
  return totpSecret
}

async function addProgramme(trx: Trx): Promise<void> {
  const programme = JSON.parse(await readFile(practiceProgramme, 'utf8')) as NewProgramme
  const responsible = practicePeople.filter((p) => p.roles.includes('pv_lead')).map((p) => p.printedName)
  const programmeId = await insertProgramme(
    trx,
    { ...programme, kind: 'practice', responsible, replyAccount: 'practice-safety-team' },
    operator,
  )
  const source = {
    platform: 'practice',
    name: 'Practice posts',
    config: {},
    policy: practicePolicy,
    state: 'running',
    acknowledgedBy: null,
  } as const
  await insertSource(trx, { programmeId, ...source }, operator)
}
