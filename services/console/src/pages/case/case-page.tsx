import { VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { caseQuery } from '../../api/cases.ts'
import { keepLastCase } from '../../parts/case/last-case.ts'
import { useTitle } from '../../parts/shell/use-title.ts'
import { Loaded } from '../../parts/state/loaded.tsx'
import { CaseDesk } from './case-desk.tsx'

/** One case at its own address. */
export function CasePage() {
  const { id } = useParams({ from: '/cases/$id' })
  const query = useQuery({ ...caseQuery(id), refetchInterval: 30_000 })
  useTitle(query.data?.number ?? 'Case')
  useEffect(() => keepLastCase(id), [id])
  return (
    <>
      {!query.data && <VisuallyHidden component="h1">Case</VisuallyHidden>}
      <Loaded query={query}>{(c) => <CaseDesk key={c.id} c={c} />}</Loaded>
    </>
  )
}
