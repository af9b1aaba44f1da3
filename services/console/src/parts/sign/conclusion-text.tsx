import type { ConclusionBody } from '@hark/contract'
import { closeReasons, criteria } from '@hark/domain'
import { Words } from '../post-text/words.tsx'
import { criterionNames, seriousnessNames, specialNames } from '../words/names.ts'
import { CodingText } from './coding-text.tsx'
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
          <Found found={c.criteria[name]} asked={c.forwardable} />
        </Row>
      ))}
      <Row name="Events">
        {c.events.length === 0 && 'none'}
        {c.events.map((event) => (
          <div key={event.postId + event.span.start}>
            <Words text={event.span.text} quoted /> as <Words text={event.term} />
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
          <Words text={c.quote.span.text} quoted />
        </Row>
      )}
      {c.duplicateOf && <Row name="Duplicate of">{c.duplicateOf}</Row>}
      {c.note && (
        <Row name="Note">
          <Words text={c.note} />
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

type FoundProps = { found: ConclusionBody['criteria']['patient']; asked: boolean }

function Found({ found, asked }: FoundProps) {
  if ('span' in found) return <Words text={found.span.text} quoted />
  return (
    <>
      missing{asked ? ' → ask: ' : '. '}
      <Words text={found.missing} />
    </>
  )
}
