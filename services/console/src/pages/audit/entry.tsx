import type { EntryView } from '@hark/contract'
import { Link } from '@tanstack/react-router'
import { Instant } from '../../parts/clock/instant.tsx'
import { Words } from '../../parts/post-text/words.tsx'
import { PracticeBadge } from '../../parts/practice/practice-badge.tsx'
import { wordsOf } from '../../parts/words/names.ts'
import { shortId } from '../../parts/words/short-id.ts'
import css from './audit.module.css'
import { caseOf } from './reference.ts'

/** One entry in a line; its exact bytes behind it, and the ways to all of its object and to its case. */
export function Entry({ entry: e }: { entry: EntryView }) {
  const about = caseOf(e)
  return (
    <li className={css.entry}>
      <span className={css.quiet}>
        <Instant at={e.at} />
      </span>
      <span>
        <strong>{wordsOf(e.action)}</strong> · {e.actor}
        {e.actorKind === 'service' && ' (service)'} · {wordsOf(e.objectType).toLowerCase()}{' '}
        <Link to="/audit" search={{ objectId: e.objectId }} title={`All entries of ${e.objectId}`}>
          <code>{shortId(e.objectId)}</code>
        </Link>{' '}
        <PracticeBadge practice={e.practice} />
        {about && (
          <>
            {' '}
            ·{' '}
            <Link to="/audit/cases/$id" params={{ id: about }}>
              trail of the case
            </Link>
          </>
        )}
        {e.why && (
          <>
            : <Words text={e.why} />
          </>
        )}
        <Exact entry={e} />
      </span>
      <span className={css.quiet}>{e.leafIndex === null ? '–' : `№ ${e.leafIndex}`}</span>
    </li>
  )
}

function Exact({ entry: e }: { entry: EntryView }) {
  return (
    <details>
      <summary>Exact record</summary>
      <dl className={css.leaf}>
        <div>
          <dt>entry</dt>
          <dd>
            <code>{e.entryId}</code>
          </dd>
        </div>
        <div>
          <dt>leaf (SHA-256 of a zero byte and the text below)</dt>
          <dd>
            <code>{e.leafHash ?? 'being sequenced'}</code>
          </dd>
        </div>
      </dl>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <pre className={css.body} tabIndex={0}>
        {e.body}
      </pre>
    </details>
  )
}
