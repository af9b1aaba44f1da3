import { Checkbox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useSession } from '../../api/session.ts'
import { pendingQuery } from '../../api/signing.ts'
import { Instant } from '../../parts/clock/instant.tsx'
import { PracticeBadge } from '../../parts/practice/practice-badge.tsx'
import { Page } from '../../parts/shell/page.tsx'
import { Concluded } from '../../parts/sign/concluded.tsx'
import { SignDialog } from '../../parts/sign/sign-dialog.tsx'
import { EmptyState } from '../../parts/state/empty-state.tsx'
import { Loaded } from '../../parts/state/loaded.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import css from './signing.module.css'

/** Your conclusions that wait: each readable, any number signed together with one signature over all of them. */
export function SigningPage() {
  const query = useQuery(pendingQuery)
  const { signing } = useSession()
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [open, setOpen] = useState(false)
  const items = query.data?.items ?? []
  const chosen = items.filter((d) => !left.has(d.id))
  const toggle = (id: string) =>
    setLeft((old) => (old.has(id) ? new Set([...old].filter((x) => x !== id)) : new Set([...old, id])))
  const why =
    signing.mayNot ??
    (chosen.length === 0 ? 'Choose at least one.' : chosen.length > 500 ? 'At most 500 at once.' : null)
  return (
    <Page
      title="To sign"
      actions={
        items.length > 0 && (
          <ReasonedButton why={why} onClick={() => setOpen(true)}>
            Sign {chosen.length} {chosen.length === 1 ? 'decision' : 'decisions'}…
          </ReasonedButton>
        )
      }
    >
      <Loaded query={query}>
        {() =>
          items.length === 0 ? (
            <EmptyState title="Nothing waits for your signature">
              Conclude a case and it waits here, to be signed one by one or many together.
            </EmptyState>
          ) : (
            <ul className={css.list}>
              {items.map((d) => (
                <li key={d.id} className={css.item}>
                  <Checkbox
                    checked={!left.has(d.id)}
                    onChange={() => toggle(d.id)}
                    aria-label={`Sign ${d.caseNumber}`}
                  />
                  <div>
                    <h2>
                      <Link to="/cases/$id" params={{ id: d.caseId }} search={{}}>
                        {d.caseNumber}
                      </Link>
                      {d.serious && ' · serious'} <PracticeBadge practice={d.practice} />
                    </h2>
                    <p className={css.quiet}>
                      concluded <Instant at={d.concludedAt} />
                    </p>
                    <Concluded decision={d} />
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {open && <SignDialog decisions={chosen} onClose={() => setOpen(false)} postpone="Not now" />}
    </Page>
  )
}
