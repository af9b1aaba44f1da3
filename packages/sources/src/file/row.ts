import { type Platform, type Post, platforms } from '@hark/domain'
import { storablePost } from '../storable-text.ts'
import { type DateOrder, parseDate } from './dates.ts'
import { derivedId, isMangled, nativeOf } from './identity.ts'
import { languageTag } from './languages.ts'

/** One row of any file, its cells named but not yet judged. Null where the row says nothing. */
export type Row = {
  id: string | null
  /** The id is the export's own; the platform's id, where the address holds it, says more. */
  idIsVendors: boolean
  text: string | null
  title: string | null
  author: string | null
  authorId: string | null
  url: string | null
  date: string | null
  lang: string | null
  platform: string | null
  parent: string | null
  root: string | null
  revision: string | null
  media: Post['media']
  raw: string
}

export type RowContext = {
  dateOrder: DateOrder | null
  /** Every long id of the file was rounded by a spreadsheet. */
  idsRounded: boolean
  receivedAt: string
}

export type RowReason =
  | 'text.absent'
  | 'id.mangled'
  | 'platform.unknown'
  | 'date.ambiguous'
  | 'date.unreadable'

/** The post a row holds, or why it holds none. */
export function toPost(row: Row, context: RowContext): Post | { reason: RowReason } {
  const native = row.url === null ? null : nativeOf(row.url)
  const platform = platformOf(row.platform) ?? native?.platform ?? 'file'
  const text = fullText(row, platform)
  if (text.trim() === '' && row.media.length === 0) return { reason: 'text.absent' }
  const posted = row.date === null ? { at: null } : parseDate(row.date, context.dateOrder)
  if ('reason' in posted) return posted
  const externalId = idOf(row, native?.id ?? null, context.idsRounded)
  if (externalId === null) return { reason: 'id.mangled' }
  return storablePost({
    platform,
    externalId,
    revision: row.revision ?? '',
    authorId: row.authorId !== null && !isMangled(row.authorId) ? row.authorId : row.author,
    authorHandle: row.author,
    text,
    lang: languageTag(row.lang),
    url: row.url,
    postedAt: posted.at,
    receivedAt: context.receivedAt,
    parentId: row.parent,
    rootId: row.root,
    quotedId: null,
    media: row.media,
    raw: row.raw,
  })
}

function idOf(row: Row, nativeId: string | null, idsRounded: boolean): string | null {
  if (row.id === null) return nativeId ?? derivedId(row.url, row.author, row.date, row.title, row.text)
  // A spreadsheet mangles numbers, never addresses.
  const mangled = isMangled(row.id) || (idsRounded && /^\d{17,}$/.test(row.id))
  if (mangled || row.idIsVendors) return nativeId ?? (mangled ? null : row.id)
  return row.id
}

/** Forum and news posts say the product in their title; on short-post platforms a title is an echo of the text. */
function fullText({ title, text }: Row, platform: Platform): string {
  const body = text ?? ''
  if (title === null || body === '' || platform === 'x' || platform === 'bluesky') return body
  const stem = title.replace(/\s*(\.{3}|…)$/, '')
  return body.includes(stem) ? body : `${title}\n\n${body}`
}

/** A platform we do not know stays in the raw row. A file cannot make real posts practice ones. */
function platformOf(given: string | null): Platform | null {
  const name = given?.toLowerCase()
  if (name === 'twitter') return 'x'
  return platforms.find((platform) => platform === name && platform !== 'practice') ?? null
}
