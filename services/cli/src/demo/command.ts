import { parseArgs } from 'node:util'
import { connect, type DeploymentState, readDeployment, totpNow } from '@hark/db'
import { DomainError } from '@hark/domain'
import { OperatorError } from '@hark/runtime'
import { type Command, UsageError } from '../command.ts'
import { readCredentials } from '../practice/credentials-file.ts'
import type { Credentials } from '../practice/people.ts'
import { readConfig } from '../start/config.ts'
import { withDatabase } from '../start/deployment.ts'

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
  if (!people)
    throw new DomainError(
      'demo.not_practice',
      'This is not a practice deployment: it has no practice people. `npm start` makes one in an empty data folder.',
    )
  const { realPosts } = await practiceDeployment()
  process.stdout.write(act === 'code' ? codeOf(people, username) : listOf(people, values.json === true))
  if (realPosts)
    process.stderr.write(
      'Real posts stand beside the practice ones here, and these passwords are printed for all who ask: replace these people before real cases are signed.\n',
    )
  return 0
}

/** The database says what this deployment is; a file left in the folder does not. Throws where it is not a practice one, or nobody can tell. */
async function practiceDeployment(): Promise<DeploymentState> {
  const state = await askDatabase().catch((error: Error) => {
    throw new OperatorError(
      'The database of this deployment cannot be reached, so nobody can tell whether it is a practice one; nothing is printed. Start it with `npm start` and ask again.',
      { cause: error },
    )
  })
  if (state.kind !== 'practice')
    throw new DomainError(
      'demo.not_practice',
      'This is not a practice deployment: whoever may sign in was added by name. Nothing is printed.',
    )
  return state
}

const askDatabase = (): Promise<DeploymentState> =>
  withDatabase('hark_auditor', (url) => {
    const db = connect({ url, max: 1 })
    return readDeployment(db).finally(() => db.destroy())
  })

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
