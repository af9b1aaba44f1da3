import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { connect } from '@hark/db'
import type { Imported, ProfileStore, SavedProfile } from '@hark/sources'
import { type Command, UsageError } from '../command.ts'
import { askPerson } from '../source/ask-person.ts'
import { readConfig } from '../start/config.ts'
import { withDatabase } from '../start/deployment.ts'
import { openSecrets, type Secrets } from '../start/secrets.ts'
import { roleUrl } from '../start/services.ts'
import { type ImportRequest, importFile } from './import-file.ts'
import { type Opened, openImport, type Wanted } from './open-import.ts'
import { showPreview } from './preview.ts'
import { progressBar } from './progress-bar.ts'
import { profileFrom, readProfile, renamed, savedProfiles } from './saved-profiles.ts'

export const importCommand: Command = {
  summary: 'Imports posts from a file into a programme',
  usage: `import FILE --programme P [--acknowledge "Your Name"] [--date-order dmy|mdy] [--profile NAME | --map FIELD=COLUMN …]
       [--save-profile NAME]
import FILE --preview [the same, without a programme]

JSONL, CSV, XLSX, or an export of Brandwatch, Meltwater, Talkwalker or Sprinklr. P is a programme's name or its beginning. Every line
that is not taken is reported with its number and reason. An interrupted import goes on where it stopped; importing again adds nothing.
What real people wrote is imported in somebody's name: the terms are shown, and asked to be accepted. A practice programme asks nothing.

  --acknowledge    accepts the terms of the file in your name, as any other source of a live programme is accepted
  --preview        shows the columns and what they fill, the first posts and every rejected line, and stores nothing
  --map            says where a field stands: text, id, author, authorId, url, date, time, lang, platform, title, parent, root, revision
  --save-profile   keeps the mapping under a name, for --profile`,
  run,
}

const options = {
  programme: { type: 'string' },
  acknowledge: { type: 'string' },
  'date-order': { type: 'string' },
  preview: { type: 'boolean', default: false },
  profile: { type: 'string' },
  map: { type: 'string', multiple: true },
  'save-profile': { type: 'string' },
} as const

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const [path] = positionals
  if (!path || positionals.length > 1 || (!values.programme && !values.preview))
    throw new UsageError('Which file, for which programme? import FILE --programme P')
  const order = values['date-order']
  if (order !== undefined && order !== 'dmy' && order !== 'mdy')
    throw new UsageError('--date-order is dmy or mdy')
  const { dataDir } = readConfig(process.env)
  const profiles = savedProfiles(dataDir)
  const profile = wantedProfile(values, order, profiles)
  const save = () => {
    if (values['save-profile'] && profile) process.stderr.write(`Saved ${profiles.save(profile)}\n`)
  }
  if (values.preview) {
    await showPreview({
      path,
      dateOrder: order,
      profile,
      signal: new AbortController().signal,
      out: process.stdout,
    })
    save()
    return 0
  }
  const bar = progressBar(process.stderr)
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  const done = await importWanted(args, values, {
    file: { path, ...(order && { dateOrder: order }), ...(profile && { profile }) },
    secrets: openSecrets(dataDir),
    signal: stop.signal,
    onProgress: bar.show,
    onRejected: bar.report,
  })
  bar.end()
  if (!done) return 1
  save()
  const { offered, stored, duplicate, unmatched, rejected } = done
  process.stdout.write(
    `file ${basename(path)}: offered ${offered} = stored ${stored} + duplicate ${duplicate} + unmatched ${unmatched} + rejected ${rejected}\n`,
  )
  if (stop.signal.aborted) process.stderr.write('Stopped. The same command goes on from here.\n')
  return stop.signal.aborted ? 1 : 0
}

type Reading = Pick<ImportRequest, 'file' | 'signal' | 'onProgress' | 'onRejected'> & { secrets: Secrets }

/** Terms are accepted as whoever sets sources up; posts are stored as the one role that may. Null where nobody accepted them. */
async function importWanted(
  args: string[],
  { programme = '', acknowledge }: { programme?: string | undefined; acknowledge?: string | undefined },
  reading: Reading,
): Promise<Imported | null> {
  if (!existsSync(reading.file.path)) throw new UsageError(`There is no file "${reading.file.path}".`)
  const wanted = { path: reading.file.path, programme, acknowledge, command: commandOf(args) }
  return withDatabase('admin', async (admin) => {
    const opened = await openWanted(admin, wanted)
    if (!opened) return null
    const url = roleUrl(admin, 'hark_ingest', reading.secrets.rolePasswords.hark_ingest ?? '')
    return importFile({ ...reading, ...opened, url })
  })
}

/** Who is asked is let go before the import begins: while a terminal is read for answers, Ctrl-C is a key and stops nothing. */
async function openWanted(admin: string, wanted: Wanted): Promise<Opened | null> {
  await using person = askPerson()
  const db = connect({ url: admin, max: 1 })
  return await openImport(db, wanted, { person, say }).finally(() => db.destroy())
}

/** What was typed, to be typed again. */
const commandOf = (args: string[]): string => ['npm run hark -- import', ...args.map(quoted)].join(' ')

const quoted = (arg: string): string =>
  /^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`

const say = (line: string): void => void process.stderr.write(`${line}\n`)

type Mapped = {
  profile?: string | undefined
  map?: string[] | undefined
  'save-profile'?: string | undefined
}

/** The mapping asked for: a saved one, one given here, or none, where the file speaks for itself. */
function wantedProfile(
  values: Mapped,
  order: 'dmy' | 'mdy' | undefined,
  profiles: ProfileStore,
): SavedProfile | undefined {
  const { profile: saved, map, 'save-profile': name } = values
  if (saved && map) throw new UsageError('A saved mapping or one given here, not both: --profile or --map')
  if (saved) return renamed(readProfile(profiles, saved), name)
  if (map) return profileFrom(map, name ?? 'unnamed', order)
  if (name) throw new UsageError('What is to be saved? --save-profile goes with --map or --profile.')
  return undefined
}
