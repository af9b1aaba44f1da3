import { whyNot } from '@hark/domain'
import { Outlet, useMatches } from '@tanstack/react-router'
import { useSession } from '../../api/session.ts'
import { Page } from './page.tsx'

/** The page of the address, or why this person may not see it. */
export function Permitted() {
  const { roles } = useSession().person
  const needs = useMatches({ select: (matches) => matches.at(-1)?.staticData.needs })
  const refused = needs ? whyNot(roles, needs) : null
  return refused ? <Page title="This page is not open to you">{refused}</Page> : <Outlet />
}
