import { type ResponseView, routes } from '@hark/contract'
import { Button, SegmentedControl, TextInput } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { useWhyNot } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { Instant } from '../../parts/clock/instant.tsx'
import { Words } from '../../parts/post-text/words.tsx'
import { Refused } from '../../parts/state/error-state.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import css from './responses.module.css'

type Report = NonNullable<ResponseView['byHand']>['reports'][number]

/** What became of a reply that was taken out: only a person knows, so a person says it, and may say it again. */
export function HandReport({ r, reports }: { r: ResponseView; reports: Report[] }) {
  const [asking, setAsking] = useState(reports.length === 0)
  return (
    <>
      <h3>What became of it</h3>
      {reports.map((said, n) => (
        <Said key={said.at} said={said} counts={n === reports.length - 1} />
      ))}
      {asking ? (
        <ReportForm r={r} onSaid={() => setAsking(false)} />
      ) : (
        <div>
          <Button variant="subtle" size="compact-sm" onClick={() => setAsking(true)}>
            Correct this…
          </Button>
        </div>
      )}
    </>
  )
}

function Said({ said, counts }: { said: Report; counts: boolean }) {
  return (
    <p className={counts ? undefined : css.quiet}>
      {said.posted && said.address ? (
        <>
          Posted:{' '}
          <a className={css.address} href={said.address} target="_blank" rel="noreferrer noopener">
            {said.address} ↗
          </a>
        </>
      ) : (
        <>
          Not posted: <Words text={said.reason ?? ''} />
        </>
      )}
      , said <strong>{said.by.printedName}</strong>, <Instant at={said.at} />
      {!counts && ' · corrected since'}
    </p>
  )
}

function ReportForm({ r, onSaid }: { r: ResponseView; onSaid: () => void }) {
  const mayNot = useWhyNot('response.take_out')
  const [posted, setPosted] = useState(true)
  const [words, setWords] = useState('')
  const report = useAct({
    run: () => {
      const body = posted ? { posted, address: words } : { posted, reason: words }
      return call(routes.responses.reportHand, { params: { id: r.id }, body })
    },
    refresh: [['responses']],
    done: onSaid,
  })
  const missing = words.trim().length < 3 ? (posted ? 'Paste the address.' : 'Say why.') : null
  return (
    <form
      className={css.report}
      onSubmit={(event) => {
        event.preventDefault()
        report.mutate()
      }}
    >
      <SegmentedControl
        aria-label="What became of it"
        value={posted ? 'posted' : 'not'}
        onChange={(value) => {
          setPosted(value === 'posted')
          setWords('')
        }}
        data={[
          { value: 'posted', label: 'It is posted' },
          { value: 'not', label: 'It is not posted' },
        ]}
      />
      <TextInput
        label={posted ? 'Address of the posted reply' : 'Why not'}
        placeholder={posted ? 'https://' : undefined}
        value={words}
        maxLength={2000}
        readOnly={mayNot !== null}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <div>
        <ReasonedButton type="submit" why={mayNot ?? missing} loading={report.isPending}>
          Record
        </ReasonedButton>
      </div>
      <Refused error={report.error} />
    </form>
  )
}
