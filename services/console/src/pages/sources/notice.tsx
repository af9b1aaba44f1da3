import type { NoticeView } from '@hark/contract'
import { Instant } from '../../parts/clock/instant.tsx'
import css from './sources.module.css'

/** What somebody should look at, and since when; `source` where it stands among others. */
export function Notice({ notice, source }: { notice: NoticeView; source?: string }) {
  return (
    <p className={css.bad}>
      {source && <strong>{source}: </strong>}
      {source ? 'since' : 'Since'} <Instant at={notice.since} />: {notice.says}
    </p>
  )
}
