import { blueskyPolicy } from './policy.ts'

/** The source row of the whole public Bluesky network; `urls` for servers of one's own. */
export function blueskySource(urls: string[] = []) {
  const config: Record<string, unknown> = urls.length > 0 ? { urls } : {}
  return { platform: 'bluesky', name: 'Bluesky, whole network', config, policy: blueskyPolicy }
}
