import { basename } from 'node:path'
import { assertMayListen, type Db, findProgramme, openFileSource, type SourceToRead } from '@hark/db'
import { DomainError, type Programme } from '@hark/domain'
import { importPolicy, liveStatement } from '@hark/sources'
import type { AskPerson } from '../source/ask-person.ts'

export type Wanted = {
  path: string
  programme: string
  /** Printed name of who accepts the terms, where it was given with the command. */
  acknowledge: string | undefined
  /** The command as it was given, without who accepts. */
  command: string
}

export type Opened = { programme: Programme; source: SourceToRead }

/**
 * Opens a file's source. What real people wrote is imported as any source of theirs is added: the purpose is written, and the terms are
 * shown and accepted by name. Null where nobody accepted them, after saying what to run. A practice programme asks nothing.
 */
export async function openImport(
  db: Db,
  wanted: Wanted,
  { person, say }: { person: Pick<AskPerson, 'ask'>; say: (line: string) => void },
): Promise<Opened | null> {
  const programme = await findProgramme(db, wanted.programme)
  const policy = importPolicy(programme)
  let acknowledgedBy: string | null = null
  if (programme.kind === 'live') {
    await assertPurpose(db, programme)
    say(`${liveStatement(policy)}\n`)
    const question = `To import it for "${programme.name}" under these terms, type your name:`
    acknowledgedBy = (wanted.acknowledge ?? (await person.ask(question)) ?? '').trim()
    if (acknowledgedBy.length < 3) {
      say(
        `Nothing was imported. To import it under these terms, in your name:\n${wanted.command} --acknowledge "Your Name"`,
      )
      return null
    }
  }
  const source = await openFileSource(db, {
    programme,
    name: `file ${basename(wanted.path)}`,
    policy,
    acknowledgedBy,
    actor: { id: 'import', kind: 'service' },
  })
  return { programme, source }
}

/** Throws `programme.incomplete`, and says where what is missing is written. */
async function assertPurpose(db: Db, programme: Programme): Promise<void> {
  try {
    await assertMayListen(db, programme)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    throw new DomainError(
      error.code,
      `${error.message} A PV lead does so in the console: Sources, Programmes, "${programme.name}", Change…`,
    )
  }
}
