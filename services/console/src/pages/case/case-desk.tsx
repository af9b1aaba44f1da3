import type { CaseView } from '@hark/contract'
import { useDeferredValue, useMemo, useState } from 'react'
import { useWhyNot } from '../../api/session.ts'
import { useShown } from '../../api/shown.ts'
import { UrgencyHerald } from '../../parts/clock/urgency-herald.tsx'
import type { Chosen } from '../../parts/post-text/selection.ts'
import { CaseHeader } from './case-header.tsx'
import css from './case-page.module.css'
import { CriteriaCard } from './criteria-card.tsx'
import { Decided } from './decided.tsx'
import { type Desk, DeskProvider, type Target, useDesk } from './desk.ts'
import { type Draft, textsOf } from './draft.ts'
import { EventsCard } from './events-card.tsx'
import { FindingsCard } from './findings-card.tsx'
import { History } from './history.tsx'
import { LeaseBand } from './lease-band.tsx'
import { PostsPanel } from './posts-panel.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { SpecialCard } from './special-card.tsx'
import { ToldCard } from './told-card.tsx'
import { useDraft } from './use-draft.ts'
import { useLease } from './use-lease.ts'
import { useSignAndGoOn, VerdictCard } from './verdict-card.tsx'

/** Post on the left, evidence and decision on the right; what they share is the desk. */
export function CaseDesk({ c }: { c: CaseView }) {
  useShown(c)
  const lease = useLease(c)
  const { draft, update, saved, done } = useDraft(c)
  const [lit, light] = useState<string | null>(null)
  const [marking, setMarking] = useState<Target | null>(null)
  const texts = useMemo(() => textsOf(c), [c])
  const readOnly = useReadOnly(c, lease.token !== null)
  const assign = (target: Target, chosen: Chosen) => {
    setMarking(null)
    if (!readOnly) update((old) => place(old, target, chosen))
  }
  const { dialog, concluded } = useSignAndGoOn(c.id)
  // The post and what keys decide on it first: what was read in it is drawn a moment later, so that work starts at once.
  const below = useDeferredValue(true, false)
  const isDecided = c.state === 'concluded' || c.state === 'decided'
  const desk: Desk = { c, texts, draft, update, readOnly, lit, light, marking, setMarking, assign, lease }
  return (
    <DeskProvider value={desk}>
      <div className={css.page}>
        <CaseHeader />
        <UrgencyHerald clock={c.clock} />
        <LeaseBand />
        <div className={css.columns}>
          <div className={css.posts}>
            <PostsPanel />
            {below && <Evidence />}
          </div>
          <section className={css.side} aria-label="Evidence and decision">
            {isDecided && c.decision ? (
              <Decided decision={c.decision} />
            ) : (
              <>
                <CriteriaCard />
                <EventsCard />
                <SpecialCard />
                <VerdictCard
                  saved={saved}
                  onConcluded={(decision, atOnce) => {
                    done()
                    concluded(decision, atOnce)
                  }}
                />
              </>
            )}
          </section>
        </div>
        <SelectionBar />
        {dialog}
      </div>
    </DeskProvider>
  )
}

/** What was told and found of the posts, and what became of the case. */
function Evidence() {
  const { c } = useDesk()
  return (
    <>
      <div className={css.early}>
        <ToldCard />
      </div>
      <FindingsCard />
      <History id={c.id} />
    </>
  )
}

function useReadOnly(c: CaseView, claimed: boolean): string | null {
  const mayNot = useWhyNot('case.work')
  if (mayNot) return mayNot
  if (c.state !== 'open') return `This case is ${c.state}.`
  return claimed ? null : 'Claim the case first (c).'
}

/** An event's words make it an event of the case as well, once. */
function place(old: Draft, target: Target, chosen: Chosen): Draft {
  if (target === 'quote') return { ...old, quote: chosen }
  const criteria = { ...old.criteria, [target]: chosen }
  if (target !== 'event') return { ...old, criteria }
  const known = old.events.some((e) => e.postId === chosen.postId && e.span.start === chosen.span.start)
  const event = { term: chosen.span.text, ...chosen, seriousness: [] }
  return { ...old, criteria, events: known ? old.events : [...old.events, event] }
}
