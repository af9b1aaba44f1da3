import { type Command, UsageError } from '../command.ts'

export const source: Command = {
  summary: 'Tries a source out, or adds one to a programme',
  usage: `source try PLATFORM TARGET [--limit 100] [--seconds 30] [--raw]

  try   Reads once, stores nothing, prints normalised posts as JSON lines. TARGET is what the platform calls a place to read: an
        address, a name, a file. --raw adds what the platform sent. Credentials come from the environment: MASTODON_TOKEN.`,
  run,
}

async function run([act, ...args]: string[]): Promise<number> {
  if (act === 'try') return (await import('./try.ts')).trySource(args, process.env)
  throw new UsageError('source try PLATFORM TARGET')
}
