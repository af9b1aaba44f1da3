import { type ResponseView, routes } from '@hark/contract'
import { useRef, useState } from 'react'
import { call } from '../../api/client.ts'
import { useWhyNot } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { Instant } from '../../parts/clock/instant.tsx'
import { useNow } from '../../parts/clock/use-now.ts'
import { CopyField } from '../../parts/copy/copy-field.tsx'
import { Refused } from '../../parts/state/error-state.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import { platformName } from '../../parts/words/names.ts'
import { whyNotNow } from './columns.ts'
import { HandReport } from './hand-report.tsx'
import css from './responses.module.css'

/** What no machine can send: once it is signed and released, a person takes it out, and is named in the record. */
export function TakeOut({ r }: { r: ResponseView }) {
  const [refused, setRefused] = useState(false)
  const section = useRef<HTMLElement>(null)
  if (!r.byHand) return null
  const onTaken = (byBrowser: boolean) => {
    setRefused(byBrowser)
    section.current?.focus() // the button is gone
  }
  return (
    <section ref={section} tabIndex={-1} className={css.hand} aria-label="Posted by hand">
      <h2>Posted by hand</h2>
      {r.byHand.taken ? <Taken r={r} taken={r.byHand.taken} /> : <Waiting r={r} onTaken={onTaken} />}
      {r.byHand.taken && <HandReport r={r} reports={r.byHand.reports} />}
      {refused && <p role="status">The browser would not copy or open by itself: do it here.</p>}
    </section>
  )
}

/** Null where the browser refused; the page opened never learns which page opened it. */
function openApart(address: string): Window | null {
  const page = window.open(address, '_blank')
  if (page) page.opener = null
  return page
}

function Waiting({ r, onTaken }: { r: ResponseView; onTaken: (refused: boolean) => void }) {
  const mayNot = useWhyNot('response.take_out')
  const held = Date.parse(r.holdUntil ?? '') > useNow('fast')
  const take = useAct({
    run: () => call(routes.responses.takeOut, { params: { id: r.id }, body: {} }),
    refresh: [['responses']],
    done: async ({ text, open }) => {
      // A browser may refuse either: what was copied and opened then stands on the page to be done by hand.
      const copied = await navigator.clipboard?.writeText(text).then(
        () => true,
        () => false,
      )
      const opened = isAddress(open) && openApart(open) !== null
      onTaken(!copied || !opened)
    },
  })
  const why =
    mayNot ??
    whyNotNow(r.state, 'take') ??
    (held ? 'It is on hold, and can still be withdrawn. Wait until that is over.' : null)
  return (
    <>
      <p>
        {platformName(r.platform)} takes no reply to this post from a machine. It is signed and held like any
        other; then a person copies it and posts it as {r.account}, and the record names them. Whether it was
        posted, nobody but they can tell; they are asked.
      </p>
      <div>
        <ReasonedButton why={why} loading={take.isPending} onClick={() => take.mutate()}>
          Copy text and open post
        </ReasonedButton>
      </div>
      <Refused error={take.error} />
    </>
  )
}

type Given = { r: ResponseView; taken: NonNullable<NonNullable<ResponseView['byHand']>['taken']> }

function Taken({ r, taken }: Given) {
  const open = r.byHand?.open ?? null
  const version = r.versions.at(-1)?.version
  if (r.signatures.some((s) => s.version === version && s.revoked))
    return (
      <p role="alert">
        <strong>{taken.by.printedName}</strong> took it out, <Instant at={taken.at} />, and its approval was
        taken back since. Do not post it; if it is public, delete it there.
      </p>
    )
  return (
    <>
      <p>
        <strong>{taken.by.printedName}</strong> took it out, <Instant at={taken.at} />. It may be public: it
        cannot be stopped from here any more.
      </p>
      <CopyField label="Text as it was signed" value={r.versions.at(-1)?.text ?? ''} lines />
      {isAddress(open) && (
        <p>
          <a href={open} target="_blank" rel="noreferrer noopener">
            Open the post ↗
          </a>
        </p>
      )}
    </>
  )
}

const isAddress = (address: string | null): address is string =>
  address !== null && /^https?:\/\//.test(address)
