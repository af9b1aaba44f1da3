import { Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { balanceQuery, quarantineQuery } from '../../api/coverage.ts'
import { Page } from '../../parts/shell/page.tsx'
import { Balance } from './balance.tsx'
import { Coverage } from './coverage.tsx'
import { Programmes } from './programmes.tsx'
import { Quarantine } from './quarantine.tsx'
import type { SourcesTab } from './search.ts'
import { SourceList } from './source-list.tsx'

/** Whether everything offered was counted, and whether anything was missed. */
export function SourcesPage() {
  const search = useSearch({ from: '/sources' })
  const navigate = useNavigate()
  const balance = useQuery(balanceQuery)
  const quarantine = useQuery(quarantineQuery)
  const waiting = quarantine.data?.items.length ?? 0
  const tab = search.tab ?? 'sources'
  return (
    <Page title="Sources and coverage">
      <Tabs
        value={tab}
        onChange={(value) => void navigate({ to: '/sources', search: { tab: value as SourcesTab } })}
        keepMounted={false}
      >
        <Tabs.List mb="md" aria-label="Parts of this page">
          <Tabs.Tab value="sources">Sources</Tabs.Tab>
          <Tabs.Tab value="coverage">Coverage</Tabs.Tab>
          <Tabs.Tab value="balance">
            Balance{balance.data && !balance.data.balanced ? ' · off' : balance.data ? ' · 0' : ''}
          </Tabs.Tab>
          <Tabs.Tab value="quarantine">Quarantine{waiting > 0 && ` (${waiting})`}</Tabs.Tab>
          <Tabs.Tab value="programmes">Programmes</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="sources">
          <SourceList />
        </Tabs.Panel>
        <Tabs.Panel value="coverage">
          <Coverage />
        </Tabs.Panel>
        <Tabs.Panel value="balance">
          <Balance />
        </Tabs.Panel>
        <Tabs.Panel value="quarantine">
          <Quarantine />
        </Tabs.Panel>
        <Tabs.Panel value="programmes">
          <Programmes />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}
