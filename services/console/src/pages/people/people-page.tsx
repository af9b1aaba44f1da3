import type { PersonView } from '@hark/contract'
import { roleNames } from '@hark/domain'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { peopleQuery } from '../../api/people.ts'
import { useSession, useWhyNot } from '../../api/session.ts'
import { Instant } from '../../parts/clock/instant.tsx'
import { type Column, Table } from '../../parts/plot/table.tsx'
import { Page } from '../../parts/shell/page.tsx'
import { Loaded } from '../../parts/state/loaded.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import { AddPerson } from './add-person.tsx'
import { ChangePerson } from './change-person.tsx'
import css from './people.module.css'
import { RoleMatrix } from './role-matrix.tsx'

/** Who may do what, who is trained, and which roles may never meet in one person. */
export function PeoplePage() {
  const query = useQuery(peopleQuery)
  const mayNot = useWhyNot('people.change')
  const { person } = useSession()
  const [adding, setAdding] = useState(false)
  const [changing, setChanging] = useState<PersonView | null>(null)
  const columns: Column<PersonView>[] = [
    { name: 'Name', cell: (p) => <strong>{p.printedName}</strong> },
    { name: 'User name', cell: (p) => p.username },
    { name: 'Roles', cell: (p) => p.roles.map((r) => roleNames[r]).join(', ') },
    { name: 'State', cell: (p) => stateOf(p) },
    { name: 'Trained until', cell: (p) => <Training until={p.trainedUntil} /> },
    { name: 'Signature accepted', cell: (p) => <Instant at={p.accountableSince} /> },
    { name: 'Last seen', cell: (p) => <Instant at={p.lastSeenAt} /> },
    {
      name: '',
      cell: (p) => (
        <ReasonedButton
          variant="default"
          size="compact-sm"
          why={
            mayNot ?? (p.id === person.id ? 'Nobody changes their own roles; ask another operator.' : null)
          }
          onClick={() => setChanging(p)}
          aria-label={`Change ${p.printedName}`}
        >
          Change…
        </ReasonedButton>
      ),
    },
  ]
  return (
    <Page
      title="People"
      actions={
        <ReasonedButton why={mayNot} onClick={() => setAdding(true)}>
          Add a person…
        </ReasonedButton>
      }
    >
      <Loaded query={query}>
        {({ items }) => <Table label="People" columns={columns} rows={items} id={(p) => p.id} />}
      </Loaded>
      <h2 className={css.matrixTitle}>Roles: what each may do, and which may not meet</h2>
      <RoleMatrix />
      {adding && <AddPerson onClose={() => setAdding(false)} />}
      {changing && <ChangePerson person={changing} onClose={() => setChanging(null)} />}
    </Page>
  )
}

const stateOf = (p: PersonView): string => (p.active ? (p.mustEnrol ? 'must enrol' : 'active') : 'inactive')

function Training({ until }: { until: string | null }) {
  const current = until !== null && Date.parse(until) > Date.now()
  return (
    <span className={current ? undefined : css.bad}>
      {until ? <Instant at={until} /> : 'not trained'}
      {until && !current && ' · expired'}
    </span>
  )
}
