import type { Header } from './header.ts'
import type { Role } from './profiles.ts'
import type { Row } from './row.ts'

/** Names the cells of one CSV record. */
export function csvRow(header: Header, cells: string[]): Row {
  const values = (role: Role) => (header.cells[role] ?? []).flatMap((at) => clean(cells[at]) ?? [])
  const first = (role: Role) => values(role)[0] ?? null
  return {
    id: first('id'),
    idIsVendors: header.idsAreVendors,
    text: header.joinsText ? joined(texts(header, cells)) : (texts(header, cells)[0] ?? null),
    title: first('title'),
    author: first('author'),
    authorId: first('authorId'),
    url: first('url'),
    date: dateOf(first('date'), first('time')),
    lang: first('lang'),
    platform: first('platform'),
    parent: first('parent'),
    root: first('root'),
    revision: first('revision'),
    media: [],
    raw: rawRow(header.names, cells),
  }
}

/**
 * A cell as the file meant it: without the NULs some exports are strewn with, and without the `="…"` or `'` that
 * keeps a spreadsheet from reading it as a number.
 */
function clean(cell: string | undefined): string | null {
  const text = (cell ?? '').replaceAll('\u0000', '').trim()
  const literal = /^="(.*)"$/.exec(text)?.[1] ?? (/^'\d+$/.test(text) ? text.slice(1) : text)
  return literal === '' ? null : literal
}

/** Text is kept as it stands: its spaces and its NULs are somebody's. */
function texts(header: Header, cells: string[]): string[] {
  return (header.cells.text ?? []).flatMap((at) => (clean(cells[at]) === null ? [] : [cells[at] as string]))
}

/** The parts of one text, without those another part already holds. */
function joined(parts: string[]): string | null {
  const distinct = parts.filter((part, at) =>
    parts.every((other, n) => n === at || !other.includes(part) || (other === part && n > at)),
  )
  return distinct.length === 0 ? null : distinct.join('\n\n')
}

function dateOf(date: string | null, time: string | null): string | null {
  return date !== null && time !== null && !/\d:\d\d/.test(date) ? `${date} ${time}` : date
}

/** JSON of the row by column: JSON escapes what a database text could not hold, so nothing of it is lost. */
function rawRow(names: string[], cells: string[]): string {
  const columns = cells.map((cell, at): [string, string] => [names[at] || `column ${at + 1}`, cell])
  return JSON.stringify(
    columns.length === new Set(columns.map(([name]) => name)).size ? Object.fromEntries(columns) : columns,
  )
}
