import type { ImportPreview } from '@hark/contract'
import { Instant } from '../../../parts/clock/instant.tsx'
import { type Column, Table } from '../../../parts/plot/table.tsx'
import { PostText } from '../../../parts/post-text/post-text.tsx'
import { languageName, platformName } from '../../../parts/words/names.ts'
import { counted, number } from '../../../parts/words/numbers.ts'
import add from '../add/add.module.css'
import css from './import.module.css'
import { reasonInWords } from './mapping.ts'

/** What an import would make of the file: its lines in numbers, the first posts, the rejected lines. */
export function Previewed({ preview: p }: { preview: ImportPreview }) {
  const named = p.offered - p.unmatched - p.rejected
  return (
    <>
      <p>
        {counted(p.offered, 'line')} = <strong>{number(named)}</strong> naming a product +{' '}
        {number(p.unmatched)} naming none + <strong>{number(p.rejected)}</strong> rejected. {read(p)}
      </p>
      {p.idsRounded && (
        <p className={add.missing}>
          A spreadsheet rounded every long id: such rows are rejected unless their address tells the post.
          Export the file anew as CSV.
        </p>
      )}
      <h3>
        {named > 0 ? 'The first posts, as they would be stored' : 'No line names a product of this programme'}
      </h3>
      {named === 0 && p.posts.length > 0 && (
        <p>The first posts, which would be counted and not stored. Look whether the columns are right:</p>
      )}
      <ul className={add.posts}>
        {p.posts.map((post) => (
          <li key={post.externalId} className={add.post}>
            <PostText postId={post.externalId} text={post.text} lang={post.lang} marks={[]} lit={null} />
            <p className={css.quiet}>
              {platformName(post.platform)} · {post.postedAt ? <Instant at={post.postedAt} /> : 'no date'} ·{' '}
              {post.lang ? languageName(post.lang) : 'language not told'} ·{' '}
              {post.hasAuthor ? 'author kept sealed' : 'no author'} · id <bdi>{post.externalId}</bdi>
            </p>
          </li>
        ))}
      </ul>
      {p.rejected > 0 && <Rejected preview={p} />}
    </>
  )
}

const read = ({ format, recognised, encoding, sheet, headerLine }: ImportPreview): string => {
  if (format === 'jsonl') return `JSONL, ${encoding}.`
  const place = sheet === null ? `CSV, ${encoding}` : `sheet “${sheet}”`
  return `Read as ${whose[recognised] ?? recognised}: ${place}, header in line ${headerLine}.`
}
const whose: Record<string, string> = {
  brandwatch: 'an export of Brandwatch',
  meltwater: 'an export of Meltwater',
  talkwalker: 'an export of Talkwalker',
  sprinklr: 'an export of Sprinklr',
  generic: 'a table with usual columns',
  own: 'a table with the columns you named',
}

type Line = ImportPreview['rejections'][number] & { id: number }
const columns: Column<Line>[] = [
  { name: 'Line', cell: ({ line }) => line ?? '', number: true },
  { name: 'Why it is rejected', cell: ({ reason }) => reasonInWords(reason) },
]

function Rejected({ preview }: { preview: ImportPreview }) {
  const rows = preview.rejections.map((one, id) => ({ ...one, id }))
  const more = preview.rejected - rows.length
  return (
    <details open={rows.length <= 10}>
      <summary>{counted(preview.rejected, 'rejected line')}</summary>
      <Table label="Rejected lines" columns={columns} rows={rows} id={({ id }) => String(id)} />
      {more > 0 && (
        <p className={css.quiet}>and {number(more)} more: all of them can be downloaded after the import.</p>
      )}
    </details>
  )
}
