import { importFields } from '@hark/domain'
import { z } from 'zod'
import { PolicyView } from './coverage.ts'
import { Id, Instant } from './route.ts'

const Names = z.array(z.string().min(1).max(500)).min(1).max(50).optional()
const DateOrder = z.enum(['dmy', 'mdy'])
type Columns = { [F in (typeof importFields)[number]]: typeof Names }

/** For each field the columns it may stand in, the first that is filled wins. */
export const ImportMapping = z.object({
  columns: z.object(Object.fromEntries(importFields.map((field) => [field, Names])) as Columns),
  /** The columns of the text are parts of one text rather than alternatives. */
  joinsText: z.boolean().optional(),
  /** The ids are the listening tool's own; the platform's, where an address holds it, says more. */
  idsAreVendors: z.boolean().optional(),
  /** Whether 03/04 is the third of April or the fourth of March, where the file does not tell. */
  dateOrder: DateOrder.optional(),
})
export type ImportMapping = z.infer<typeof ImportMapping>

export const ImportView = z.object({
  id: Id,
  programme: z.object({ id: Id, name: z.string() }),
  practice: z.boolean(),
  fileName: z.string(),
  bytes: z.int(),
  /** `open`: waits for a person; `wanted`: is read, or will be; `dropped`: discarded, stopped or forgotten. */
  state: z.enum(['open', 'wanted', 'done', 'failed', 'dropped']),
  sourceId: Id.nullable(),
  /** 0 to 1: how far it is read. */
  share: z.number(),
  offered: z.int(),
  unmatched: z.int(),
  duplicate: z.int(),
  stored: z.int(),
  rejected: z.int(),
  /** Why it failed, as a code. */
  problem: z.string().nullable(),
  madeBy: z.string(),
  madeAt: Instant,
  endedAt: Instant.nullable(),
})
export type ImportView = z.infer<typeof ImportView>

/** One import with what is needed to go on with it. */
export const OpenImport = ImportView.extend({
  /** Bytes of the file that are here. */
  received: z.int(),
  /** What a person accepts by name; null where the posts are invented. */
  terms: z.object({ statement: z.string(), policy: PolicyView }).nullable(),
})
export type OpenImport = z.infer<typeof OpenImport>

/** What an import would make of a file. */
export const ImportPreview = z.object({
  format: z.enum(['csv', 'jsonl', 'xlsx']),
  /** `brandwatch`, `meltwater`, `talkwalker`, `sprinklr`, `generic`, or `own` where a person said what the columns hold. */
  recognised: z.string(),
  encoding: z.string(),
  sheet: z.string().nullable(),
  headerLine: z.int().nullable(),
  /** Null where no date of the file tells day from month. */
  dateOrder: DateOrder.nullable(),
  /** Every long id was rounded by a spreadsheet. */
  idsRounded: z.boolean(),
  columns: z.array(z.object({ column: z.string(), field: z.enum(importFields).nullable() })),
  /** Null for JSONL, which has no columns. */
  mapping: ImportMapping.nullable(),
  offered: z.int(),
  unmatched: z.int(),
  posts: z.array(
    z.object({
      externalId: z.string(),
      platform: z.string(),
      text: z.string(),
      lang: z.string().nullable(),
      postedAt: z.string().nullable(),
      url: z.string().nullable(),
      /** Kept sealed once stored, so not shown here either. */
      hasAuthor: z.boolean(),
    }),
  ),
  rejected: z.int(),
  /** Of them, those a person can settle by saying whether day or month stands first. */
  ambiguousDates: z.int(),
  /** The first that are rejected. */
  rejections: z.array(z.object({ line: z.int().nullable(), reason: z.string() })),
})
export type ImportPreview = z.infer<typeof ImportPreview>
