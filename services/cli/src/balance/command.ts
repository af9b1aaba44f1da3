import { parseArgs } from 'node:util'
import { type Balance, connect, type ForwardedSum, readBalance } from '@hark/db'
import type { Command } from '../command.ts'
import { withDatabase } from '../start/deployment.ts'

export const balance: Command = {
  summary: 'Prints the sums that must be zero: nothing is lost',
  usage: `balance [--json]

offered = unmatched + duplicate + stored + rejected, and stored = negative + in review + decided + quarantined + erased
+ waiting, per source and day; forwarded = acked + pending + failed + withdrawn. Exit 1 if any sum is off.`,
  run,
}

async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean' } } })
  const result = await withDatabase('hark_auditor', async (url) => {
    const db = connect({ url, max: 1 })
    return readBalance(db).finally(() => db.destroy())
  })
  process.stdout.write(values.json ? `${JSON.stringify(result, null, 2)}\n` : readable(result))
  return result.balanced ? 0 : 1
}

function readable(b: Balance): string {
  return [
    'Offered',
    table(
      ['day', 'source', 'offered', 'unmatched', 'duplicate', 'stored', 'rejected', 'difference'],
      b.offered,
    ),
    'Stored',
    table(
      [
        'day',
        'source',
        'stored',
        'negative',
        'inReview',
        'decided',
        'quarantined',
        'erased',
        'waiting',
        'difference',
      ],
      b.stored,
    ),
    'Forwarded',
    table(forwardedColumns, [b.forwarded]),
    ...(b.forwardedPractice
      ? ['Forwarded, practice cases alone', table(forwardedColumns, [b.forwardedPractice])]
      : []),
    b.gaps.length > 0
      ? `Never offered: gaps still open, or lost in the last 90 days\n${gapTable(b)}`
      : 'No gap is open, none was lost in the last 90 days.\n',
    b.balanced ? 'Balanced: every sum is zero.\n' : 'NOT BALANCED: a difference above is not zero.\n',
  ].join('\n')
}

const forwardedColumns: (keyof ForwardedSum)[] = [
  'forwarded',
  'acked',
  'pending',
  'failed',
  'withdrawn',
  'difference',
]

const gapTable = ({ gaps }: Balance): string =>
  table(
    ['source', 'lane', 'from', 'to', 'state', 'doing'],
    gaps.map((g) => ({ ...g, to: g.to ?? 'now' })),
  )

function table<T extends object>(columns: (keyof T & string)[], rows: T[]): string {
  const cells = [columns as string[], ...rows.map((r) => columns.map((c) => String(r[c])))]
  const widths = columns.map((_, i) => Math.max(...cells.map((r) => (r[i] ?? '').length)))
  return `${cells
    .map((r) =>
      r
        .map((c, i) => c.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')}\n`
}
