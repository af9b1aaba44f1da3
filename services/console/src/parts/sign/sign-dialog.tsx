import { type DecisionView, routes } from '@hark/contract'
import { Button, Group, Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { hasCode } from '../../api/problem.ts'
import { useSession } from '../../api/session.ts'
import { pendingQuery } from '../../api/signing.ts'
import { useAct } from '../../api/use-act.ts'
import { instantText } from '../clock/due-text.ts'
import { useNow } from '../clock/use-now.ts'
import { PracticeBadge } from '../practice/practice-badge.tsx'
import { Refused } from '../state/error-state.tsx'
import { ReasonedButton } from '../state/reasoned-button.tsx'
import { Concluded } from './concluded.tsx'
import { emptyReauth, Reauth, reauthBody, whyNotReauth } from './reauth.tsx'
import css from './sign.module.css'

type Props = { decisions: DecisionView[]; onClose: () => void; postpone: string }

/** Everything that will be signed, readable and whole, then who you are. Nothing else is covered by the signature. */
export function SignDialog({ decisions, onClose, postpone }: Props) {
  const { person, signing } = useSession()
  const pending = useQuery(pendingQuery)
  const [reauth, setReauth] = useState(emptyReauth)
  const now = useNow()
  const sign = useAct({
    run: () =>
      call(routes.signing.sign, {
        body: {
          ...reauthBody(reauth),
          items: decisions.map((d) => ({ decisionId: d.id, contentSha256: d.contentSha256 })),
        },
      }),
    refresh: [['signing'], ['case'], ['queue'], ['handoffs'], ['session']],
    done: onClose,
  })
  // A pause may have passed since this was read: the server then asks for the code, and so does the form.
  const needsBoth =
    hasCode(sign.error, 'sign.second_factor_required') || (pending.data?.needsBoth ?? signing.needsBoth)
  const why = signing.mayNot ?? whyNotReauth(reauth, needsBoth)
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return (
    <Modal opened onClose={onClose} size="xl" title={titleFor(decisions)} closeOnClickOutside={false}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!why && !sign.isPending) sign.mutate()
        }}
      >
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
        <section className={css.toSign} aria-label="What will be signed" tabIndex={0}>
          {decisions.map((d) => (
            <article key={d.id} className={css.record}>
              <h3>
                {d.caseNumber} · version {d.caseVersion}
                {d.serious ? ' · serious' : ''} <PracticeBadge practice={d.practice} />
              </h3>
              <Concluded decision={d} />
              <p className={css.quiet}>
                content <code>{d.contentSha256}</code>
              </p>
            </article>
          ))}
        </section>
        <p className={css.meaning}>
          Signed as <strong>{person.printedName}</strong>, meaning{' '}
          <strong>“I concluded this and stand by it”</strong>, {instantText(new Date(now).toISOString())} (
          {zone}). Any later change to what is signed makes the signature void.
        </p>
        <Reauth value={reauth} onChange={setReauth} needsBoth={needsBoth} first />
        <Refused error={sign.error} />
        <Group mt="md" justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {postpone}
          </Button>
          <ReasonedButton type="submit" why={why} loading={sign.isPending}>
            Sign
          </ReasonedButton>
        </Group>
      </form>
    </Modal>
  )
}

const titleFor = (decisions: DecisionView[]): string =>
  decisions.length === 1 ? 'Sign this decision' : `Sign ${decisions.length} decisions with one signature`
