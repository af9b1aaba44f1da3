import { parseArgs } from 'node:util'
import { connect, type Invitation, invitePerson, type NewPerson } from '@hark/db'
import { type Role, roles } from '@hark/domain'
import { type Command, UsageError } from '../command.ts'
import { withDatabase } from '../start/deployment.ts'

export const people: Command = {
  summary: 'Adds a person: how a production deployment gets its first operator',
  usage: `people add USERNAME --name "Printed Name" --role operator [--role …]

Prints an invitation once: with it the person chooses their own password and enrols their own second factor on the sign-in page. Nobody else
ever knows either. Everybody after the first is added in the console, where it is seen who did it.`,
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
  const { code, expiresAt } = await add({ username, printedName: values.name, roles: held })
  process.stdout.write(
    `${username}  invitation ${code}\nworks once, until ${expiresAt}: sign-in page, “I have an invitation”\n`,
  )
  return 0
}

function add(person: NewPerson): Promise<Invitation> {
  return withDatabase('admin', async (url) => {
    const db = connect({ url, max: 1 })
    const actor = { id: 'hark-people', kind: 'service' } as const
    const { invitation } = await db
      .transaction()
      .execute((trx) => invitePerson(trx, person, actor))
      .finally(() => db.destroy())
    return invitation
  })
}
