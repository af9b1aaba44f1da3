import { parseArgs } from 'node:util'
import { totpNow } from '@hark/db'
import { type Command, UsageError } from '../command.ts'
import { readCredentials } from '../practice/credentials-file.ts'
import type { Credentials } from '../practice/people.ts'
import { readConfig } from '../start/config.ts'

export const demo: Command = {
  summary: 'Prints the practice people of a practice deployment, or a one-time code of one of them',
  usage: `demo credentials [--json] | demo code USERNAME

User name, password, second-factor secret and roles of the people seeded for practice, so that a person or a
script can walk the whole journey; \`code\` spares the authenticator app. Refuses where the deployment is not a practice one.`,
  run,
}

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean' } },
  })
  const [act, username, ...rest] = positionals
  if (rest.length > 0 || (act !== 'credentials' && act !== 'code'))
    throw new UsageError('demo credentials | demo code USERNAME')
  const people = readCredentials(readConfig(process.env).dataDir)
  if (!people) {
    process.stderr.write(
      'This is not a practice deployment: it has no practice people. `npm start` makes one in an empty data folder.\n',
    )
    return 1
  }
  process.stdout.write(act === 'code' ? codeOf(people, username) : listOf(people, values.json === true))
  return 0
}

function codeOf(people: readonly Credentials[], username: string | undefined): string {
  const person = people.find((p) => p.username === username)
  if (!person) throw new UsageError(`Whose code? ${people.map((p) => p.username).join(', ')}`)
  return `${totpNow(person.totpSecret)}\n`
}

function listOf(people: readonly Credentials[], json: boolean): string {
  if (json) return `${JSON.stringify(people, null, 2)}\n`
  return people
    .map(
      (p) =>
        `${p.username.padEnd(6)} ${p.password}  ${p.totpSecret}  ${p.printedName} (${p.roles.join(', ')})\n`,
    )
    .join('')
}
