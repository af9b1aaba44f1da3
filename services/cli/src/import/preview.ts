import { type Preview, previewFile, type SavedProfile } from '@hark/sources'

export type PreviewRequest = {
  path: string
  dateOrder: 'dmy' | 'mdy' | undefined
  profile: SavedProfile | undefined
  signal: AbortSignal
  out: Pick<NodeJS.WriteStream, 'write'>
}

/** Posts and rejected lines that are shown. */
const most = 5
const mostRejected = 50

/** Shows what an import would make of a file, and stores nothing. */
export async function showPreview({
  path,
  dateOrder,
  profile,
  signal,
  out,
}: PreviewRequest): Promise<Preview> {
  const preview = await previewFile(
    { path, ...(dateOrder && { dateOrder }), ...(profile && { profile }) },
    most,
    signal,
  )
  out.write(
    `${[...about(preview), '', ...columnsOf(preview), ...postsOf(preview), '', ...rejectedOf(preview)].join('\n')}\n`,
  )
  return preview
}

function about({ survey, offered, rejected }: Preview): string[] {
  const { layout, encoding, dateOrder, idsRounded } = survey
  const place = layout.format === 'xlsx' ? `sheet "${layout.sheet}"` : encoding
  const header =
    layout.format === 'jsonl'
      ? ''
      : `, ${layout.header.profile} columns, header in line ${layout.header.line}`
  const order = dateOrder === null ? '' : `; dates are ${dateOrder === 'dmy' ? 'day' : 'month'} first`
  return [
    `${layout.format} (${place})${header}${order}`,
    `${offered} items: ${offered - rejected.length} would be offered, ${rejected.length} rejected`,
    ...(idsRounded
      ? [
          'Every long id was rounded by a spreadsheet: such rows are rejected unless their address tells them.',
        ]
      : []),
  ]
}

function columnsOf({ columns }: Preview): string[] {
  if (columns.length === 0) return []
  const width = Math.max(...columns.map(({ column }) => column.length))
  return [...columns.map(({ column, field }) => `  ${column.padEnd(width)}  ${field ?? '-'}`), '']
}

function postsOf({ posts }: Preview): string[] {
  return posts.map(({ raw: _raw, receivedAt: _now, ...post }) => JSON.stringify(post))
}

function rejectedOf({ rejected }: Preview): string[] {
  const shown = rejected.slice(0, mostRejected).map(({ line, reason }) => `line ${line ?? '?'}: ${reason}`)
  const rest = rejected.length - shown.length
  return rest > 0 ? [...shown, `and ${rest} more`] : shown
}
