import { parseArgs } from 'node:util'
import { type Command, UsageError } from '../command.ts'
import { readCredentials } from '../practice/credentials-file.ts'
import { readConfig } from '../start/config.ts'

export const demo: Command = {
  summary: 'Prints the practice people of a practice deployment',
  usage: `demo credentials [--json]

User name, password, second-factor secret and roles of the people seeded for practice, so that a person or a
script can walk the whole journey. Refuses where the deployment is not a practice one.`,
  run,
}

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean' } },
  })
  if (positionals.join(' ') !== 'credentials') throw new UsageError('Which? demo credentials')
  const people = readCredentials(readConfig(process.env).dataDir)
  if (!people) {
    process.stderr.write(
      'This is not a practice deployment: it has no practice people. `npm start` makes one in an empty data folder.\n',
    )
    return 1
  }
  if (values.json) process.stdout.write(`${JSON.stringify(people, null, 2)}\n`)
  else
    for (const p of people)
      process.stdout.write(
        `${p.username.padEnd(6)} ${p.password}  ${p.totpSecret}  ${p.printedName} (${p.roles.join(', ')})\n`,
      )
  return 0
}
