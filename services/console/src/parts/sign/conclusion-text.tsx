import type { ConclusionView } from '@hark/contract'
import { type Criterion, closeReasons, criteria } from '@hark/domain'
import { criterionNames, seriousnessNames, specialNames } from '../words/names.ts'
import { CodingText } from './coding-text.tsx'
import css from './sign.module.css'
import { SignedWords } from './signed-words.tsx'

/** A conclusion in plain words, whole: what a signature covers is what is read here. */
export function ConclusionText({ conclusion }: { conclusion: ConclusionView }) {
  const c = conclusion
  return (
    <dl className={css.conclusion}>
      <Row name="Conclusion">
        {c.forwardable
          ? `Forward to safety, ${c.validNow ? 'a valid ICSR now' : 'not a valid ICSR yet'}`
          : `Close: ${c.closeReason ? closeReasons[c.closeReason] : 'no reason'}`}
      </Row>
      {groups(c.criteria).map(({ names, found }) => (
        <Row key={names[0]} name={names.map((name) => criterionNames[name]).join(', ')}>
          <Found found={found} asked={c.forwardable} />
        </Row>
      ))}
      <Row name="Events">
        {c.events.length === 0 && 'none'}
        {c.events.map((event) => (
          <div key={event.postId + event.span.start}>
            <SignedWords words={event.span.text} quoted /> as <SignedWords words={event.term} />
            {event.coding && (
              <>
                {' '}
                → <CodingText coding={event.coding} />
              </>
            )}{' '}
            ·{' '}
            {event.seriousness.length > 0
              ? event.seriousness.map((s) => seriousnessNames[s]).join(', ')
              : 'non-serious'}
          </div>
        ))}
      </Row>
      <Row name="Special situations">{c.special.map((s) => specialNames[s]).join(', ') || 'none'}</Row>
      {c.quote && (
        <Row name="Quote">
          <SignedWords words={c.quote.span.text} quoted />
        </Row>
      )}
      {c.duplicateOf && <Row name="Duplicate of">{c.duplicateOf}</Row>}
      {c.note && (
        <Row name="Note">
          <SignedWords words={c.note} />
        </Row>
      )}
    </dl>
  )
}

type Criteria = ConclusionView['criteria']

/** Criteria that miss with the same words are read once: a close by one key says the same of all four. */
function groups(found: Criteria): { names: Criterion[]; found: Criteria[Criterion] }[] {
  const rows: { names: Criterion[]; found: Criteria[Criterion] }[] = []
  for (const name of criteria) {
    const same = rows.find((row) => saysTheSame(row.found, found[name]))
    if (same) same.names.push(name)
    else rows.push({ names: [name], found: found[name] })
  }
  return rows
}

const saysTheSame = (a: Criteria[Criterion], b: Criteria[Criterion]): boolean =>
  'missing' in a && 'missing' in b && a.missing === b.missing

function Row({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className={css.row}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

type FoundProps = { found: Criteria[Criterion]; asked: boolean }

function Found({ found, asked }: FoundProps) {
  if ('span' in found) return <SignedWords words={found.span.text} quoted />
  return (
    <>
      missing{asked ? ' → ask: ' : '. '}
      <SignedWords words={found.missing} />
    </>
  )
}
