import { parseArgs } from 'node:util'
import { connect, findProgramme, goLive } from '@hark/db'
import { blueskySource, liveStatement } from '@hark/sources'
import { type Command, UsageError } from '../command.ts'
import { loopbackHost } from '../source/outside.ts'
import { withDatabase } from '../start/deployment.ts'

export const live: Command = {
  summary: 'Starts listening to real people: one deliberate act',
  usage: `live bluesky --programme P [--acknowledge "Your Name"] [--url wss://…]

Without --acknowledge, prints what listening means and what the platform asks, and starts nothing. A company that looks
becomes aware, and awareness starts legal clocks; so a person accepts it by name, and the ledger keeps it.`,
  run,
}

const options = {
  programme: { type: 'string' },
  acknowledge: { type: 'string' },
  url: { type: 'string', multiple: true },
} as const

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  if (positionals.join() !== 'bluesky' || !values.programme)
    throw new UsageError('live bluesky --programme P --acknowledge "Your Name"')
  const name = values.acknowledge?.trim() ?? ''
  if (name.length < 3) {
    process.stdout.write(
      `${liveStatement(blueskySource().policy)}\n\nTo accept this, run the same command with --acknowledge "Your Name".\n`,
    )
    return 1
  }
  const wanted = values.programme
  const said = await withDatabase('admin', async (url) => {
    const db = connect({ url, max: 1 })
    try {
      const programme = await findProgramme(db, wanted)
      await goLive(db, {
        programme,
        ...blueskySource(values.url),
        reach: (values.url ?? []).flatMap((typed) => loopbackHost(typed) ?? []),
        acknowledgedBy: name,
        actor: { id: 'hark-live', kind: 'service' },
      })
      return `Listening to Bluesky for "${programme.name}" (${programme.products.length} products), acknowledged by ${name}.`
    } finally {
      await db.destroy()
    }
  })
  process.stdout.write(
    `${said}\nPosts appear in the queue while \`npm start\` runs. Pause it in the console under Sources.\n`,
  )
  return 0
}
