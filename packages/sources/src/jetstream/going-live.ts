import type { PolicyManifest } from '../policy.ts'
import { blueskyPolicy } from './policy.ts'

/** The source row of the whole public Bluesky network; `urls` for servers of one's own. */
export function blueskySource(urls: string[] = []) {
  const config: Record<string, unknown> = urls.length > 0 ? { urls } : {}
  return { platform: 'bluesky', name: 'Bluesky, whole network', config, policy: blueskyPolicy }
}

/** What a person accepts by name before a source of real people runs. */
export function liveStatement(p: PolicyManifest): string {
  return [
    'Listening to real people makes your company aware of what Hark finds, and awareness starts regulatory clocks:',
    'somebody must review the queue every day, weekends included.',
    '',
    p.summary,
    `Terms: ${p.termsUrl ?? 'none'} (read ${p.termsReadOn}).`,
    `Deletions at the platform reach Hark's copies within ${p.deletionSlaHours} hours; flagged posts are kept only as far as safety law asks.`,
    p.mayReply ? `Replies: ${p.replyCondition ?? 'allowed.'}` : 'Replies are not allowed.',
  ].join('\n')
}
