import { type ImportField, importFields } from '@hark/domain'
import { z } from 'zod'
import type { DateOrder } from './dates.ts'

/** What a column can be to us. */
export type Role = ImportField

export type Profile = {
  /** Of the vendor, `generic`, or as a person named it. */
  name: string
  /** Whose ids these are: the vendor's own say less than the platform's, where an address holds it. */
  idsAreVendors?: boolean
  /** Columns that together give the vendor away. */
  signature: string[]
  /** Columns of which one at least is there too. */
  tells?: string[]
  /** For each role its columns, in `columnName` form, the first non-empty one of a row wins. */
  columns: Partial<Record<Role, string[]>>
  /** `text` columns are parts of one text rather than alternatives. */
  joinsText?: boolean
}

const brandwatch: Profile = {
  name: 'brandwatch',
  idsAreVendors: true,
  signature: ['queryname', 'pagetype', 'fulltext'],
  columns: {
    id: ['mentionid', 'resourceid'],
    text: ['fulltext', 'snippet'],
    title: ['title'],
    author: ['author'],
    authorId: ['xauthorid', 'twitterauthorid', 'blueskyauthorid', 'facebookauthorid', 'instagramauthorid'],
    url: ['url', 'originalurl'],
    date: ['date'],
    lang: ['language'],
  },
}

const meltwater: Profile = {
  name: 'meltwater',
  idsAreVendors: true,
  signature: ['headline', 'openingtext', 'hitsentence'],
  columns: {
    id: ['tweetid', 'documentid'],
    text: ['openingtext', 'hitsentence'],
    title: ['headline'],
    author: ['twitterscreenname', 'influencer'],
    authorId: ['twitterid'],
    url: ['url'],
    date: ['date', 'alternatedateformat'],
    time: ['time'],
    lang: ['language'],
  },
  joinsText: true,
}

/** Column names as the search API has them, one level deep; `published` is in ms since 1970. */
const talkwalker: Profile = {
  name: 'talkwalker',
  idsAreVendors: true,
  signature: ['url', 'published', 'content'],
  tells: [
    'extraauthorattributesname',
    'extrasourceattributesname',
    'titlesnippet',
    'contentsnippet',
    'searchindexed',
    'domainurl',
  ],
  columns: {
    id: ['externalid'],
    text: ['content', 'contentsnippet'],
    title: ['title', 'titlesnippet'],
    author: ['extraauthorattributesshortname', 'extraauthorattributesname', 'author'],
    authorId: ['externalauthorid', 'extraauthorattributesid'],
    url: ['url'],
    date: ['published'],
    lang: ['lang'],
  },
}

const sprinklr: Profile = {
  name: 'sprinklr',
  idsAreVendors: true,
  signature: ['createdtime', 'permalink'],
  tells: [
    'senderscreenname',
    'universalmessageid',
    'senderlistedname',
    'conversationstream',
    'socialnetwork',
  ],
  columns: {
    id: ['universalmessageid', 'messageid'],
    text: ['message', 'conversationstream'],
    title: ['title'],
    author: ['senderscreenname', 'authorscreenname', 'senderlistedname', 'username'],
    authorId: ['senderuserid', 'authorid'],
    url: ['permalink'],
    date: ['createdtime'],
    lang: ['languagecode', 'language'],
    platform: ['socialnetwork', 'sntypecolumn'],
  },
}

const generic: Profile = {
  name: 'generic',
  signature: [],
  columns: {
    id: ['id', 'postid', 'externalid', 'messageid', 'commentid', 'statusid', 'tweetid', 'uri'],
    text: [
      'text',
      'fulltext',
      'content',
      'body',
      'message',
      'posttext',
      'post',
      'tweet',
      'comment',
      'caption',
    ],
    title: ['title', 'headline', 'subject'],
    author: ['author', 'authorname', 'authorhandle', 'username', 'user', 'handle', 'screenname'],
    authorId: ['authorid', 'userid'],
    url: ['url', 'link', 'permalink', 'posturl'],
    date: ['postedat', 'createdat', 'publishedat', 'date', 'datetime', 'timestamp', 'published', 'created'],
    time: ['time'],
    lang: ['lang', 'language'],
    platform: ['platform'],
    parent: ['parent', 'parentid', 'inreplyto', 'inreplytoid'],
    root: ['root', 'rootid', 'threadid', 'conversationid'],
    revision: ['revision', 'version', 'editedat', 'updatedat'],
  },
}

/** From the most telling to the catch-all. */
export const profiles = [brandwatch, meltwater, talkwalker, sprinklr, generic]

export function isOf({ signature, tells }: Profile, columns: readonly string[]): boolean {
  const told = tells === undefined || tells.some((column) => columns.includes(column))
  return told && signature.every((column) => columns.includes(column))
}

/** A mapping a person saved: for each field the columns it may stand in, by their names in the file, the first that is filled wins. */
export const SavedProfile = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens'),
  columns: z
    .partialRecord(z.enum(importFields), z.array(z.string().min(1)).min(1))
    .refine(({ text }) => text !== undefined, 'needs the column of the text'),
  /** The columns of the text are parts of one text rather than alternatives. */
  joinsText: z.boolean().optional(),
  /** The ids are the listening tool's own: the platform's, where an address holds it, says more. */
  idsAreVendors: z.boolean().optional(),
  dateOrder: z.enum(['dmy', 'mdy']).optional(),
})
export type SavedProfile = z.infer<typeof SavedProfile>

export function profileOf({
  name,
  columns,
  joinsText,
  idsAreVendors,
}: SavedProfile): Profile & { dateOrder?: DateOrder } {
  const named = Object.entries(columns).map(([role, list]) => [role, list.map(columnName)])
  const told = { ...(joinsText && { joinsText }), ...(idsAreVendors && { idsAreVendors }) }
  return { name, signature: [], columns: Object.fromEntries(named), ...told }
}

/** `X Author ID`, `x_author_id` and `xAuthorId` are one column. */
export function columnName(cell: string): string {
  return cell.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
}
