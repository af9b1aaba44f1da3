import { routes } from '@hark/contract'
import { Button, CopyButton } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { checkpointQuery } from '../../api/audit.ts'
import { call, type Reply } from '../../api/client.ts'
import { Instant } from '../../parts/clock/instant.tsx'
import { EmptyState } from '../../parts/state/empty-state.tsx'
import { Refused } from '../../parts/state/error-state.tsx'
import { Loaded } from '../../parts/state/loaded.tsx'
import css from './audit.module.css'

const outcomes = { ok: '✔', fail: '✘', skipped: '–' }
const verdicts = {
  valid: 'The whole ledger is valid',
  invalid: 'The ledger is NOT valid',
  incomplete: 'The ledger could not be checked whole',
}

/** The check runs now, in front of you; and what is needed to run it elsewhere, without us. */
export function Check() {
  const verify = useMutation({ mutationFn: () => call(routes.audit.verify, { body: {} }) })
  const checkpoint = useQuery(checkpointQuery)
  return (
    <div className={css.panels}>
      <section className={css.panel} aria-label="Verify now">
        <h2>Verify now</h2>
        <p>Reads every entry, recomputes every hash and checks the signed checkpoint.</p>
        <Button size="sm" onClick={() => verify.mutate()} loading={verify.isPending}>
          Verify now
        </Button>
        <Refused error={verify.error} />
        <div aria-live="polite">{verify.data && <Result result={verify.data} />}</div>
      </section>
      <section className={css.panel} aria-label="Checkpoint">
        <h2>Signed checkpoint</h2>
        <Loaded query={checkpoint}>
          {(c) =>
            c === null ? (
              <EmptyState title="No checkpoint yet">
                The first is signed shortly after the first entry.
              </EmptyState>
            ) : (
              <>
                <p>
                  {c.size} entries, <Instant at={c.at} />
                  {c.unsequenced > 0 && `, ${c.unsequenced} more being sequenced`}
                </p>
                {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
                <pre className={css.body} tabIndex={0}>
                  {c.note}
                </pre>
                <div className={css.buttons}>
                  <Copy value={c.note} name="Copy checkpoint" />
                  <Copy value={c.vkey} name="Copy verifier key" />
                </div>
                <p className={css.quiet}>
                  Verifier key <code>{c.vkey}</code>. Check it without this server: export a period, then{' '}
                  <code>hark verify BUNDLE --vkey KEY</code> with this key.
                </p>
              </>
            )
          }
        </Loaded>
      </section>
    </div>
  )
}

function Result({ result }: { result: Reply<typeof routes.audit.verify> }) {
  return (
    <div className={css.result} data-status={result.status}>
      <p>
        <strong>{verdicts[result.status]}</strong>: {result.size} entries, <Instant at={result.checkedAt} />
      </p>
      {result.root && (
        <p className={css.quiet}>
          root <code>{result.root}</code>
        </p>
      )}
      {result.firstBad && (
        <p className={css.bad}>
          First bad entry: № {result.firstBad.index}, {result.firstBad.reason}
        </p>
      )}
      <ul className={css.checks}>
        {result.checks.map((check) => (
          <li key={check.name} data-outcome={check.outcome}>
            <span aria-hidden="true">{outcomes[check.outcome]}</span> {check.name}: {check.outcome} ·{' '}
            {check.detail}
          </li>
        ))}
      </ul>
    </div>
  )
}

function Copy({ value, name }: { value: string; name: string }) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Button variant="default" onClick={copy}>
          {copied ? 'Copied' : name}
        </Button>
      )}
    </CopyButton>
  )
}
