import { Button } from '@mantine/core'
import { instantText, leftText } from '../../parts/clock/due-text.ts'
import { useNow } from '../../parts/clock/use-now.ts'
import { Words } from '../../parts/post-text/words.tsx'
import css from './case-page.module.css'
import { useDesk } from './desk.ts'

/** Who is here: your claim, another's, or the loss of yours – and that nothing typed is gone. On hold: why, and until when. */
export function LeaseBand() {
  const { c, lease } = useDesk()
  const now = useNow()
  const other = c.lease && !c.lease.mine ? c.lease : null
  if (lease.token && lease.until) {
    return (
      <p className={css.band} data-tone="calm">
        You have this case; your claim renews by itself while the page is open ({leftText(lease.until, now)}).
      </p>
    )
  }
  if (lease.lost) {
    return (
      <div className={css.band} data-tone="lost" role="alert">
        Your claim has ended{other ? `: ${other.by.printedName} has the case now` : ''}. What you typed is
        kept.
        {!other && (
          <Button variant="default" onClick={lease.claim}>
            Claim again
          </Button>
        )}
      </div>
    )
  }
  if (other) {
    return (
      <p className={css.band} data-tone="other" role="status">
        {other.by.printedName} is working on this case ({leftText(other.until, now)}). You can read it.
      </p>
    )
  }
  if (c.state === 'held') {
    return (
      <p className={css.band} data-tone="other">
        <span>
          On hold{c.holdUntil && ` until ${instantText(c.holdUntil)}`}:{' '}
          <Words text={c.holdReason ?? ''} quoted />. The clocks run on.
        </span>
      </p>
    )
  }
  if (c.lease?.mine && c.state === 'open') {
    return (
      <p className={css.band} data-tone="other">
        You claimed this case in another tab. Claim it here to go on in this one.
      </p>
    )
  }
  return null
}
