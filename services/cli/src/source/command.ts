import { type Command, UsageError } from '../command.ts'

export const source: Command = {
  summary: 'Tries a source out, or adds one to a programme',
  usage: `source try PLATFORM TARGET [--limit 100] [--seconds 30] [--raw]
       source add PLATFORM [TARGET] --programme P [--name N] [--config FILE] [--permission REFERENCE] [--acknowledge "Your Name"]
       source removal ID

  try   Reads once, stores nothing, prints normalised posts as JSON lines. TARGET is what the platform calls a place to read: an
        address, a name, a file. --raw adds what the platform sent. Credentials come from the environment: MASTODON_TOKEN.
  add   Asks for what is missing, tests the credentials, shows a live sample, the cost and the terms, and listens once you accept
        them by name. FILE is the source's configuration as JSON. A programme whose people, objective, strategy, markets or
        languages are not written is refused.
  removal  The proof of a deletion: what was done to each version of a post, when, on what ground, and what copies are left.
        ID is Hark's or the platform's.`,
  run,
}

async function run([act, ...args]: string[]): Promise<number> {
  if (act === 'try') return (await import('./try.ts')).trySource(args, process.env)
  if (act === 'add') return (await import('./add.ts')).addSource(args, process.env)
  if (act === 'removal') return (await import('./removal.ts')).proveRemoval(args)
  throw new UsageError('source try PLATFORM TARGET | source add PLATFORM … | source removal ID')
}
