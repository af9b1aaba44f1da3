/** What a column can be to us. */
export type Role =
  | 'id'
  | 'text'
  | 'title'
  | 'author'
  | 'authorId'
  | 'url'
  | 'date'
  | 'time'
  | 'lang'
  | 'platform'
  | 'parent'
  | 'root'
  | 'revision'

export type Profile = {
  name: 'brandwatch' | 'meltwater' | 'generic'
  /** Columns that together give the vendor away. */
  signature: string[]
  /** For each role its columns, in `columnName` form, the first non-empty one of a row wins. */
  columns: Partial<Record<Role, string[]>>
  /** `text` columns are parts of one text rather than alternatives. */
  joinsText?: boolean
}

const brandwatch: Profile = {
  name: 'brandwatch',
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
export const profiles = [brandwatch, meltwater, generic]

/** `X Author ID`, `x_author_id` and `xAuthorId` are one column. */
export function columnName(cell: string): string {
  return cell.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
}
