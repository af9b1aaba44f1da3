import { parseArgs } from 'node:util'
import { type Command, UsageError } from '../command.ts'
import { readConfig } from '../start/config.ts'
import { withDatabase } from '../start/deployment.ts'
import { openSecrets } from '../start/secrets.ts'
import { importFile } from './import-file.ts'
import { progressBar } from './progress-bar.ts'

export const importCommand: Command = {
  summary: 'Imports posts from a file into a programme',
  usage: `import FILE --programme P [--date-order dmy|mdy]

JSONL, CSV, or an export of Brandwatch or Meltwater. P is a programme's name or its beginning. Every line that is not
taken is reported with its number and reason. An interrupted import goes on where it stopped; importing again adds nothing.`,
  run,
}

const options = { programme: { type: 'string' }, 'date-order': { type: 'string' } } as const

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const [path] = positionals
  if (!path || positionals.length > 1 || !values.programme)
    throw new UsageError('Which file, for which programme? import FILE --programme P')
  const order = values['date-order']
  if (order !== undefined && order !== 'dmy' && order !== 'mdy')
    throw new UsageError('--date-order is dmy or mdy')
  const secrets = openSecrets(readConfig(process.env).dataDir)
  const bar = progressBar(process.stderr)
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  const done = await withDatabase('hark_ingest', (url) =>
    importFile({
      url,
      path,
      programme: values.programme as string,
      dateOrder: order,
      secrets,
      signal: stop.signal,
      onProgress: bar.show,
      onRejected: bar.report,
    }),
  )
  bar.end()
  const { offered, stored, duplicate, unmatched, rejected } = done
  process.stdout.write(
    `${done.source}: offered ${offered} = stored ${stored} + duplicate ${duplicate} + unmatched ${unmatched} + rejected ${rejected}\n`,
  )
  if (stop.signal.aborted) process.stderr.write('Stopped. The same command goes on from here.\n')
  return stop.signal.aborted ? 1 : 0
}
