import type { SampleView, StratumView } from '@hark/contract'
import { Link } from '@tanstack/react-router'
import { useWhyNot } from '../../api/session.ts'
import { Instant } from '../../parts/clock/instant.tsx'
import { type Column, Table } from '../../parts/plot/table.tsx'
import { counted, number } from '../../parts/words/numbers.ts'
import css from './quality.module.css'
import { estimateText, recallVerdict } from './shares.ts'

const languages: Record<StratumView['language'], string> = {
  en: 'English',
  six: 'German to Portuguese',
  other: 'other languages',
}
const bands: Record<StratumView['band'], string> = {
  near: 'half the threshold or more',
  low: 'a tenth to half of it',
  far: 'below a tenth of it',
}

const columns: Column<StratumView>[] = [
  { name: 'Language', cell: (s) => languages[s.language] },
  { name: 'Score', cell: (s) => bands[s.band] },
  { name: 'Not flagged', cell: (s) => number(s.posts), number: true },
  { name: 'Drawn', cell: (s) => number(s.drawn), number: true },
  { name: '= clear', cell: (s) => number(s.clear), number: true },
  { name: '+ missed', cell: (s) => number(s.missed), number: true },
  { name: '+ to read', cell: (s) => number(s.pending), number: true },
  { name: '+ withdrawn', cell: (s) => number(s.withdrawn), number: true },
  { name: 'Elusion', cell: (s) => (s.elusion ? estimateText(s.elusion) : 'not known yet') },
]

const order = Object.keys(bands)
const nearestFirst = (strata: StratumView[]) =>
  strata.toSorted((a, b) => order.indexOf(a.band) - order.indexOf(b.band))

/** The newest sample by its strata, and what it takes to draw it again. */
export function Newest({ sample: s, target }: { sample: SampleView; target: number }) {
  return (
    <div className={css.newest}>
      <p role="status">
        <strong>Recall of the newest period:</strong> {recallVerdict(s, target)}{' '}
        {s.recall && estimateText(s.recall)}
      </p>
      <p className={css.quiet}>
        {counted(s.confirmed, 'flagged post')} confirmed; {number(s.undecided)} flagged not decided on yet,
        which count once they are.{' '}
        {s.gone > 0 && `${counted(s.gone, 'post')} not flagged went before the draw.`}
      </p>
      <Table
        label="Strata of the newest sample"
        columns={columns}
        rows={nearestFirst(s.strata)}
        id={(r) => r.language + r.band}
      />
      <Draw s={s} />
    </div>
  )
}

function Draw({ s }: { s: SampleView }) {
  const mayAudit = useWhyNot('audit.read') === null
  const rows: [string, string][] = [
    ['Seed', s.seed],
    ['SHA-256 of the frame', s.frameSha256],
    ['Judged by', s.model],
  ]
  return (
    <details className={css.draw}>
      <summary>How it was drawn</summary>
      <p>
        Drawn <Instant at={s.drawnAt} />. Whoever has the frame draws the same posts from this seed; an export
        of the time of the draw carries it (samples.jsonl).
        {mayAudit && (
          <>
            {' '}
            <Link to="/audit" search={{ objectType: 'sample', objectId: s.id }}>
              Its ledger entry
            </Link>
            {' · '}
            <Link to="/audit" search={{ objectType: 'model' }}>
              Which model judged since when
            </Link>
          </>
        )}
      </p>
      <dl className={css.facts}>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
