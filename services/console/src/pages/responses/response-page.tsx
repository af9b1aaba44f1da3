import type { ResponseView } from '@hark/contract'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { responseQuery } from '../../api/responses.ts'
import { useWhyNot } from '../../api/session.ts'
import { Instant } from '../../parts/clock/instant.tsx'
import { PostText } from '../../parts/post-text/post-text.tsx'
import { Words } from '../../parts/post-text/words.tsx'
import { PracticeBadge } from '../../parts/practice/practice-badge.tsx'
import { Page } from '../../parts/shell/page.tsx'
import { SignatureLine } from '../../parts/sign/signature-line.tsx'
import { Loaded } from '../../parts/state/loaded.tsx'
import { platformName } from '../../parts/words/names.ts'
import { Attempts } from './attempts.tsx'
import { stateNames, whyNotNow } from './columns.ts'
import { Editor } from './editor.tsx'
import { HoldCountdown } from './hold-countdown.tsx'
import { OptOut } from './opt-out.tsx'
import { Outgoing } from './outgoing.tsx'
import { ResponseActions } from './response-actions.tsx'
import css from './responses.module.css'
import { TakeOut } from './take-out.tsx'

/** One reply: the post and its disposition on the left, what would be said on the right. */
export function ResponsePage() {
  const { id } = useParams({ from: '/responses/$id' })
  const query = useQuery(responseQuery(id))
  return (
    <Page title={query.data ? `Reply to ${query.data.caseNumber}` : 'Reply'}>
      <Loaded query={query}>{(r) => <Response key={r.id} r={r} />}</Loaded>
    </Page>
  )
}

function Response({ r }: { r: ResponseView }) {
  const current = r.versions.at(-1)
  const mayRead = useWhyNot('queue.read') === null
  return (
    <>
      <div className={css.state}>
        <Link to="/responses" search={{}}>
          ‹ Responses
        </Link>
        <strong>{stateNames[r.state]}</strong>
        <PracticeBadge practice={r.practice} />
        <span className={css.quiet}>
          {platformName(r.platform)} as {r.account} · template {r.template}
        </span>
        {r.state === 'held' && r.holdUntil && <HoldCountdown until={r.holdUntil} byHand={r.postedByHand} />}
        <span className={css.grow} />
        <ResponseActions r={r} />
      </div>
      <div className={css.sides}>
        <section className={css.side} aria-label="The post">
          <h2>The post</h2>
          {r.postText === null ? (
            <p>{mayRead ? 'The text is not held any more.' : notShown}</p>
          ) : (
            <div className={css.outgoing}>
              <PostText postId={r.postId} text={r.postText} lang={r.lang} marks={none} lit={null} />
            </div>
          )}
          <p>
            {mayRead ? (
              <Link to="/cases/$id" params={{ id: r.caseId }} search={{}}>
                {r.caseNumber}
              </Link>
            ) : (
              r.caseNumber
            )}{' '}
            · {r.product} ·{' '}
            {r.disposition ?? 'not decided yet: nothing can be sent before the case is decided'}
          </p>
          <div>
            <OptOut r={r} />
          </div>
        </section>
        <section className={css.side} aria-label="The reply">
          {current &&
            (whyNotNow(r.state, 'edit') === null ? (
              <Editor key={current.id} r={r} version={current} />
            ) : (
              <Outgoing version={current} />
            ))}
          <TakeOut r={r} />
          <Trail r={r} />
        </section>
      </div>
    </>
  )
}

const none: [] = []
const notShown =
  'Not shown: PV has not released this post to you, or its case is not decided yet, or the text is not held any more.'

function Trail({ r }: { r: ResponseView }) {
  return (
    <>
      {r.signatures.length > 0 && <h2>Signatures</h2>}
      {r.signatures.map((s) => (
        <div key={s.id}>
          <SignatureLine signature={s} />
          <p className={css.quiet}>
            over version {s.version}
            {s.reason && `: ${s.reason}`}
            {s.revoked && ' · revoked'}
          </p>
        </div>
      ))}
      {r.withdrawn && (
        <>
          <h2>Withdrawn</h2>
          <p>
            <strong>{r.withdrawn.by}</strong>, <Instant at={r.withdrawn.at} />:{' '}
            <Words text={r.withdrawn.reason} />
          </p>
        </>
      )}
      <Attempts r={r} />
      <h2>Versions</h2>
      <ol className={css.versions}>
        {r.versions.map((v) => (
          <li key={v.id}>
            {v.author.printedName}, <Instant at={v.createdAt} /> <code>{v.contentSha256.slice(0, 12)}</code>
          </li>
        ))}
      </ol>
    </>
  )
}
