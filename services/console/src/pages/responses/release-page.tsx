import { type ReleaseView, routes } from '@hark/contract'
import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { releaseQuery, templatesQuery } from '../../api/responses.ts'
import { useWhyNot } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { Instant } from '../../parts/clock/instant.tsx'
import { PostText } from '../../parts/post-text/post-text.tsx'
import { PracticeBadge } from '../../parts/practice/practice-badge.tsx'
import { Page } from '../../parts/shell/page.tsx'
import { Refused } from '../../parts/state/error-state.tsx'
import { Loaded } from '../../parts/state/loaded.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import { languageName, platformName } from '../../parts/words/names.ts'
import css from './responses.module.css'

/** One post PV released for a reply: what it says, what PV asks, and the template to start from. */
export function ReleasePage() {
  const { id } = useParams({ from: '/releases/$id' })
  const query = useQuery(releaseQuery(id))
  return (
    <Page title={query.data ? `Draft a reply to ${query.data.caseNumber}` : 'Draft a reply'}>
      <Loaded query={query}>{(r) => <Released key={r.id} r={r} />}</Loaded>
    </Page>
  )
}

const none: [] = []

function Released({ r }: { r: ReleaseView }) {
  return (
    <>
      <div className={css.state}>
        <Link to="/responses" search={{}}>
          ‹ Responses
        </Link>
        <strong>released for a reply</strong>
        <PracticeBadge practice={r.practice} />
        <span className={css.quiet}>
          {platformName(r.platform)} · {languageName(r.lang)} · {r.product}
        </span>
      </div>
      <div className={css.sides}>
        <section className={css.side} aria-label="The post">
          <h2>The post</h2>
          {r.text === null ? (
            <p>
              Masked until PV has triaged it: it may tell of an adverse event. You can draft already; the text
              appears here once its case is decided.
            </p>
          ) : (
            <div className={css.outgoing}>
              <PostText postId={r.postId} text={r.text} lang={r.lang} marks={none} lit={null} />
            </div>
          )}
          <p className={css.quiet}>
            {r.author && `${r.author} · `}received <Instant at={r.receivedAt} />
            {r.text !== null && ' · that you read it is in the record'}
          </p>
        </section>
        <section className={css.side} aria-label="The reply">
          <h2>The reply</h2>
          <p>
            Released by {r.releasedBy.printedName}, <Instant at={r.releasedAt} />
          </p>
          {r.note && <p className={css.asked}>{r.note}</p>}
          <Draft r={r} />
        </section>
      </div>
    </>
  )
}

function Draft({ r }: { r: ReleaseView }) {
  const navigate = useNavigate()
  const mayNot = useWhyNot('response.draft')
  const templates = useQuery(templatesQuery)
  const items = templates.data?.items ?? []
  const [chosen, setChosen] = useState<string | null>(null)
  const template = chosen ?? items.find((t) => t.lang === r.lang)?.id ?? items[0]?.id
  const draft = useAct({
    run: (id: string) =>
      call(routes.responses.draft, { body: { caseId: r.caseId, postId: r.postId, template: id } }),
    refresh: [['responses']],
    receipt: () => null,
    done: (response) => void navigate({ to: '/responses/$id', params: { id: response.id } }),
  })
  const why = mayNot ?? (templates.data && items.length === 0 ? 'No approved template exists yet.' : null)
  return (
    <>
      <NativeSelect
        label="Start from"
        description="Approved templates; PV signs off what you make of it."
        value={template ?? ''}
        onChange={(event) => setChosen(event.currentTarget.value)}
        data={items.map((t) => ({
          value: t.id,
          label: `${t.name} · ${languageName(t.lang)} · ${t.version}`,
        }))}
      />
      <div>
        <ReasonedButton
          why={why}
          loading={draft.isPending}
          onClick={() => template && draft.mutate(template)}
        >
          Draft a reply
        </ReasonedButton>
      </div>
      <Refused error={draft.error} />
    </>
  )
}
