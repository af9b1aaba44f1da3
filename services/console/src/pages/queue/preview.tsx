import type { CaseView } from '@hark/contract'
import { isBlind } from '@hark/domain'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { caseQuery } from '../../api/cases.ts'
import { useWhyNot } from '../../api/session.ts'
import { useShown } from '../../api/shown.ts'
import { BlindNote } from '../../parts/case/blind-note.tsx'
import stack from '../../parts/case/case.module.css'
import { FindingNote } from '../../parts/case/finding-note.tsx'
import { PostCard } from '../../parts/case/post-card.tsx'
import { ClockBar } from '../../parts/clock/clock-bar.tsx'
import { Loaded } from '../../parts/state/loaded.tsx'
import css from './queue.module.css'

/** The chosen case beside the list: enough to know whether to take it. */
export function Preview({ id, onOpen }: { id: string | null; onOpen: () => void }) {
  return (
    <section className={css.preview} aria-label="Chosen case">
      {id ? <Chosen key={id} id={id} onOpen={onOpen} /> : null}
    </section>
  )
}

function Chosen({ id, onOpen }: { id: string; onOpen: () => void }) {
  const query = useQuery(caseQuery(id))
  const mayWork = useWhyNot('case.work') === null
  return <Loaded query={query}>{(c) => <Shown c={c} mayWork={mayWork} onOpen={onOpen} />}</Loaded>
}

function Shown({ c, mayWork, onOpen }: { c: CaseView; mayWork: boolean; onOpen: () => void }) {
  useShown(c)
  const taken = c.lease && !c.lease.mine
  const index = c.postList.find((p) => p.role === 'index') ?? c.postList[0]
  return (
    <div className={stack.stack}>
      <div className={stack.line}>
        <h2 className={stack.grow}>
          {c.number} · {c.product}
        </h2>
        <Button onClick={onOpen} variant={taken ? 'default' : 'filled'}>
          {mayWork && !taken && c.state === 'open' ? 'Claim' : 'Open'} ⏎
        </Button>
      </div>
      {taken && <p>{c.lease?.by.printedName} is working on it.</p>}
      {index && <PostCard post={index} />}
      {isBlind(c) && <BlindNote />}
      {index?.findings.map((finding) => (
        <FindingNote key={finding.id} finding={finding} />
      ))}
      {c.clocks.map((clock) => (
        <ClockBar key={clock.kind} clock={clock} full />
      ))}
    </div>
  )
}
