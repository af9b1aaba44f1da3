import { Tabs } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Page } from '../../parts/shell/page.tsx'
import { Check } from './check.tsx'
import { Entries } from './entries.tsx'
import { ExportPanel } from './export-panel.tsx'
import type { AuditSearch } from './search.ts'

/** The record, for who must be able to trust it without trusting us. */
export function AuditPage() {
  const search = useSearch({ from: '/audit' })
  const navigate = useNavigate()
  return (
    <Page title="Audit">
      <Tabs
        value={search.tab ?? 'entries'}
        onChange={(tab) =>
          void navigate({ to: '/audit', search: { ...search, tab: tab as NonNullable<AuditSearch['tab']> } })
        }
        keepMounted={false}
      >
        <Tabs.List mb="md" aria-label="Parts of this page">
          <Tabs.Tab value="entries">Timeline</Tabs.Tab>
          <Tabs.Tab value="check">Verify</Tabs.Tab>
          <Tabs.Tab value="export">Export</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="entries">
          <Entries />
        </Tabs.Panel>
        <Tabs.Panel value="check">
          <Check />
        </Tabs.Panel>
        <Tabs.Panel value="export">
          <ExportPanel />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}
