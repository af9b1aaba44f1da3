import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { connect, insertPerson, sealer, totpUri } from '@hark/db'
import { type Role, roles } from '@hark/domain'
import { type Command, UsageError } from '../command.ts'
import { readConfig } from '../start/config.ts'
import { withDatabase } from '../start/deployment.ts'
import { openSecrets } from '../start/secrets.ts'

export const people: Command = {
  summary: 'Adds a person: how a production deployment gets its first operator',
  usage: `people add USERNAME --name "Printed Name" --role operator [--role …]

Prints a first password and the second factor once. The person chooses their own before they may sign. Everybody after the first is
added in the console, where it is seen who did it.`,
  run,
}

const options = { name: { type: 'string' }, role: { type: 'string', multiple: true } } as const

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const [act, username, ...rest] = positionals
  const held = (values.role ?? []) as Role[]
  if (act !== 'add' || !username || rest.length > 0 || !values.name || held.length === 0)
    throw new UsageError('people add USERNAME --name "Printed Name" --role operator')
  const unknown = held.find((r) => !roles.includes(r))
  if (unknown) throw new UsageError(`${unknown} is not a role; there are ${roles.join(', ')}`)
  const password = randomBytes(15).toString('base64url')
  const uri = await add({ username, printedName: values.name, roles: held, password })
  process.stdout.write(`${username}  password ${password}\nsecond factor  ${uri}\n`)
  return 0
}

async function add(person: {
  username: string
  printedName: string
  roles: Role[]
  password: string
}): Promise<string> {
  const key = Buffer.from(
    readFileSync(openSecrets(readConfig(process.env).dataDir).file('private-key'), 'utf8').trim(),
    'hex',
  )
  return withDatabase('admin', async (url) => {
    const db = connect({ url, max: 1 })
    const wanted = { ...person, trainedUntil: null, mustEnrol: true }
    const actor = { id: 'hark-people', kind: 'service' } as const
    const { totpSecret } = await db
      .transaction()
      .execute((trx) => insertPerson(trx, wanted, actor, sealer(key, 'totp').seal))
      .finally(() => db.destroy())
    return totpUri(totpSecret, person.username)
  })
}
