import type { ConclusionBody } from '@hark/contract'
import { closeReasons, criteria } from '@hark/domain'
import { criterionNames, seriousnessNames, specialNames } from '../words/names.ts'
import css from './sign.module.css'

/** A conclusion in plain words, whole: what a signature covers is what is read here. */
export function ConclusionText({ conclusion }: { conclusion: ConclusionBody }) {
  const c = conclusion
  return (
    <dl className={css.conclusion}>
      <Row name="Conclusion">
        {c.forwardable
          ? `Forward to safety, ${c.validNow ? 'a valid ICSR now' : 'not a valid ICSR yet'}`
          : `Close: ${c.closeReason ? closeReasons[c.closeReason] : 'no reason'}`}
      </Row>
      {criteria.map((name) => (
        <Row key={name} name={criterionNames[name]}>
          <Found found={c.criteria[name]} />
        </Row>
      ))}
      <Row name="Events">
        {c.events.length === 0 && 'none'}
        {c.events.map((event) => (
          <div key={event.postId + event.span.start}>
            <bdi>“{event.span.text}”</bdi> as <bdi>{event.term}</bdi> ·{' '}
            {event.seriousness.length > 0
              ? event.seriousness.map((s) => seriousnessNames[s]).join(', ')
              : 'non-serious'}
          </div>
        ))}
      </Row>
      <Row name="Special situations">{c.special.map((s) => specialNames[s]).join(', ') || 'none'}</Row>
      {c.quote && (
        <Row name="Quote">
          <bdi>“{c.quote.span.text}”</bdi>
        </Row>
      )}
      {c.duplicateOf && <Row name="Duplicate of">{c.duplicateOf}</Row>}
      {c.note && (
        <Row name="Note">
          <bdi>{c.note}</bdi>
        </Row>
      )}
    </dl>
  )
}

function Row({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className={css.row}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Found({ found }: { found: ConclusionBody['criteria']['patient'] }) {
  return 'span' in found ? (
    <bdi>“{found.span.text}”</bdi>
  ) : (
    <>
      missing → ask: <bdi>{found.missing}</bdi>
    </>
  )
}
