import type { ImportPreview } from '@hark/contract'
import type { Preview } from '@hark/sources'

const MOST_REJECTIONS = 100
const MOST_CHARS = 4_000

/** A preview as a person is shown it: no author, and no more of a text than can be looked at. */
export function shownPreview({ survey, posts, rejected, mapping, ...counts }: Preview): ImportPreview {
  const { layout, encoding, dateOrder, idsRounded } = survey
  const header = layout.format === 'jsonl' ? null : layout.header
  return {
    ...counts,
    format: layout.format,
    recognised: header?.profile ?? 'generic',
    encoding: layout.format === 'xlsx' ? 'xlsx' : encoding,
    sheet: layout.format === 'xlsx' ? layout.sheet : null,
    headerLine: header?.line ?? null,
    dateOrder,
    idsRounded,
    mapping: mapping as ImportPreview['mapping'],
    posts: posts.map(({ externalId, platform, text, lang, postedAt, url, authorHandle }) => ({
      externalId,
      platform,
      text: text.slice(0, MOST_CHARS),
      lang,
      postedAt,
      url,
      hasAuthor: authorHandle !== null,
    })),
    rejected: rejected.length,
    ambiguousDates: rejected.filter(({ reason }) => reason === 'date.ambiguous').length,
    rejections: rejected.slice(0, MOST_REJECTIONS),
  }
}
