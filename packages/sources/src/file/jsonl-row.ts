import type { Post } from '@hark/domain'
import { z } from 'zod'
import { losslessJson } from '../lossless-json.ts'
import type { Row } from './row.ts'

/** A string, or a number written as digits: ids are strings here, however they were exported. */
const Id = z.union([z.string(), z.number().transform(String)])
const Word = z.string().nullish()
const Kind = z.enum(['image', 'video', 'audio', 'link'])
const Media = z.union([
  z.string().transform((): Post['media'][number] => ({ kind: 'link', alt: null })),
  z
    .object({ kind: Kind.catch('link'), alt: z.string().nullish() })
    .transform(({ kind, alt }) => ({ kind, alt: alt ?? null })),
])
const Author = z.union([
  z.string().transform((handle) => ({ id: null, handle })),
  z
    .object({ id: Id.nullish(), handle: Word, username: Word, name: Word })
    .transform(({ id, handle, username, name }) => ({
      id: id ?? null,
      handle: handle ?? username ?? name ?? null,
    })),
])

const JsonRow = z.object({
  id: Id.nullish(),
  text: z.string().nullish(),
  title: Word,
  lang: Word,
  author: Author.nullish(),
  author_id: Id.nullish(),
  url: Word,
  posted_at: Id.nullish(),
  created_at: Id.nullish(),
  date: Id.nullish(),
  platform: Word,
  parent: Id.nullish(),
  root: Id.nullish(),
  thread: z.object({ parent: Id.nullish(), root: Id.nullish() }).nullish(),
  revision: Id.nullish(),
  media: z.array(Media).nullish(),
})

/** Names the fields of one line; unknown ones stay in `raw` alone. The reason names the field, never its value. */
export function jsonlRow(line: string): Row | { reason: string } {
  let json: unknown
  try {
    json = losslessJson(line)
  } catch {
    return { reason: 'json.invalid' }
  }
  const parsed = JsonRow.safeParse(json)
  if (!parsed.success) return { reason: reasonOf(parsed.error) }
  const row = parsed.data
  return {
    id: blankToNull(row.id),
    idIsVendors: false,
    text: row.text ?? null,
    title: blankToNull(row.title),
    author: blankToNull(row.author?.handle),
    authorId: blankToNull(row.author_id ?? row.author?.id),
    url: blankToNull(row.url),
    date: blankToNull(row.posted_at ?? row.created_at ?? row.date),
    lang: blankToNull(row.lang),
    platform: blankToNull(row.platform),
    parent: blankToNull(row.parent ?? row.thread?.parent),
    root: blankToNull(row.root ?? row.thread?.root),
    revision: blankToNull(row.revision),
    media: row.media ?? [],
    raw: line,
  }
}

function reasonOf(error: z.ZodError): string {
  const field = error.issues[0]?.path[0]
  return field === undefined ? 'json.not_an_object' : `${String(field)}.invalid`
}

function blankToNull(text: string | null | undefined): string | null {
  const trimmed = text?.replaceAll('\u0000', '').trim() ?? ''
  return trimmed === '' ? null : trimmed
}
