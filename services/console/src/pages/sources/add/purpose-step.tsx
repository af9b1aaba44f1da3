import type { ProgrammeView } from '@hark/contract'
import { missingBeforeListening } from '@hark/domain'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { programmesQuery } from '../../../api/coverage.ts'
import { useWhyNot } from '../../../api/session.ts'
import { PracticeBadge } from '../../../parts/practice/practice-badge.tsx'
import { EmptyState } from '../../../parts/state/empty-state.tsx'
import { Loaded } from '../../../parts/state/loaded.tsx'
import { counted } from '../../../parts/words/numbers.ts'
import css from './add.module.css'
import { Choice } from './choice.tsx'
import { Step } from './step.tsx'

type Props = { chosen: string | undefined; choose: (id: string) => void; next: () => void }

/** People, Objective and Strategy come first: a programme that lacks any of them listens to nothing. */
export function PurposeStep({ chosen, choose, next }: Props) {
  const query = useQuery(programmesQuery)
  return (
    <Loaded query={query}>
      {({ items }) => {
        const programme = items.find((p) => p.id === chosen)
        return (
          <Step
            title="For which programme?"
            says="People, objective and strategy come before technology: who answers for it, why it listens, and where."
            why={
              programme
                ? whyNot(programme)
                : items.length > 0
                  ? 'Choose a programme.'
                  : 'There is no programme yet.'
            }
            confirm="Next: platform"
            onConfirm={next}
          >
            {items.length === 0 ? (
              <NoProgramme />
            ) : (
              <>
                <Programmes items={items} chosen={chosen} choose={choose} />
                {items.every(whyNot) && <AnotherProgramme />}
              </>
            )}
          </Step>
        )
      }}
    </Loaded>
  )
}

/** Why a programme may not listen, in words; null where it may. */
export function whyNot(p: ProgrammeView): string | null {
  if (p.kind === 'practice') return 'A practice programme never listens to real people.'
  const missing = missingBeforeListening(p)
  return missing.length > 0 ? `Not written yet: ${missing.join(', ')}.` : null
}

const readyFirst = (a: ProgrammeView, b: ProgrammeView): number =>
  Number(whyNot(a) !== null) - Number(whyNot(b) !== null)

type List = { items: ProgrammeView[]; chosen: string | undefined; choose: (id: string) => void }
const Programmes = ({ items, chosen, choose }: List) => (
  <fieldset className={css.choices}>
    <legend className={css.hidden}>Programme</legend>
    {items.toSorted(readyFirst).map((p) => (
      <Choice
        key={p.id}
        name="programme"
        checked={p.id === chosen}
        onChoose={() => choose(p.id)}
        title={p.name}
      >
        <Programme programme={p} />
      </Choice>
    ))}
  </fieldset>
)

function Programme({ programme: p }: { programme: ProgrammeView }) {
  const why = whyNot(p)
  return (
    <>
      <PracticeBadge practice={p.kind === 'practice'} />
      <span className={css.quiet}>
        {counted(p.products.length, 'product')} · {counted(p.sources, 'source')}
        {p.responsible.length > 0 && ` · ${p.responsible.join(', ')}`}
      </span>
      {p.objective && <span>{p.objective}</span>}
      {why && <span className={css.missing}>{why}</span>}
      {why && p.kind === 'live' && <WriteIt programme={p} />}
    </>
  )
}

function WriteIt({ programme }: { programme: ProgrammeView }) {
  const mayNot = useWhyNot('programme.change')
  if (mayNot) return <span className={css.quiet}>Who may write it: {roles(mayNot)}</span>
  return (
    <Link to="/programmes/$id/purpose" params={{ id: programme.id }} search={{ next: 'source' }}>
      Write what is missing
    </Link>
  )
}

/** Nothing here may listen: the way on is a programme of one's own. */
function AnotherProgramme() {
  const mayNot = useWhyNot('programme.change')
  if (mayNot)
    return <p className={css.quiet}>None of these may listen yet. Who may write one: {roles(mayNot)}</p>
  return (
    <p>
      None of these may listen yet. <Link to="/programmes/new">Write a programme</Link> for your products.
    </p>
  )
}

const roles = (mayNot: string): string => mayNot.replace(/^Needs the role /, '')

const NoProgramme = () => (
  <EmptyState title="No programme yet">
    A programme says for what, why, where and by whom Hark listens.{' '}
    <Link to="/programmes/new">Write one</Link>, then add sources to it.
  </EmptyState>
)
