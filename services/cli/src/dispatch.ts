import { DomainError } from '@hark/domain'
import { OperatorError } from '@hark/runtime'
import { type Command, type Commands, UsageError } from './command.ts'
import { missingPart } from './missing-part.ts'
import { nearest } from './nearest.ts'

export type Streams = { out: (line: string) => void; err: (line: string) => void }

/** Runs `hark NAME ARGS`; gives the exit code. */
export async function dispatch(argv: string[], commands: Commands, { out, err }: Streams): Promise<number> {
  const [name = 'help', ...args] = argv
  try {
    if (['help', '--help', '-h'].includes(name)) return await help(args[0], commands, { out, err })
    const command = await find(name, commands)
    if (args.includes('--help') || args.includes('-h')) return await help(name, commands, { out, err })
    return await command.run(args)
  } catch (error) {
    err(explain(error as Error))
    return isWrongUse(error) ? 2 : 1
  }
}

async function find(name: string, commands: Commands): Promise<Command> {
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (load) return load()
  const meant = nearest(name, Object.keys(commands))
  const hint = meant ? `Did you mean "${meant}"?` : 'See: npm run -s hark -- help'
  throw new UsageError(`There is no command "${name}". ${hint}`)
}

async function help(name: string | undefined, commands: Commands, { out }: Streams): Promise<number> {
  if (name) {
    const { summary, usage } = await find(name, commands)
    out(`${summary}\n\nUsage: npm run -s hark -- ${usage}`)
    return 0
  }
  const width = Math.max(...Object.keys(commands).map((known) => known.length))
  out('Usage: npm run -s hark -- COMMAND [ARGUMENTS]\n')
  for (const [known, load] of Object.entries(commands))
    out(`  ${known.padEnd(width)}  ${(await load()).summary}`)
  out('\nMore about one: npm run -s hark -- help COMMAND')
  return 0
}

/** Ours, or the one `parseArgs` throws at an option it does not know. */
function isWrongUse(error: unknown): boolean {
  return (
    error instanceof UsageError || String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS')
  )
}

/** Errors written for the person who runs Hark are shown alone; a bug keeps its stack. */
function explain(error: Error): string {
  const missing = missingPart(error)
  if (missing) return missing
  const told = isWrongUse(error) || error instanceof OperatorError || error instanceof DomainError
  return told ? error.message : (error.stack ?? String(error))
}
