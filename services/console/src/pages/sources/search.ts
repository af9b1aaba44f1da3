export const tabs = ['sources', 'coverage', 'balance', 'quarantine', 'programmes'] as const
export type SourcesTab = (typeof tabs)[number]
export type SourcesSearch = { tab?: SourcesTab; hours?: number; source?: string }

export function sourcesSearch(raw: Record<string, unknown>): SourcesSearch {
  return {
    ...(tabs.includes(raw.tab as SourcesTab) ? { tab: raw.tab as SourcesTab } : {}),
    ...([24, 48, 168, 720].includes(raw.hours as number) ? { hours: raw.hours as number } : {}),
    ...(typeof raw.source === 'string' ? { source: raw.source } : {}),
  }
}
