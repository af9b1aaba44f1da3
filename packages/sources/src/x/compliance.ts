import type { TwitterApiv2 } from 'twitter-api-v2'
import { ask } from '../ask.ts'
import type { Http } from '../fetch/safe-fetch.ts'
import { losslessJson } from '../lossless-json.ts'
import type { Sleep } from '../pace.ts'
import type { Rechecked } from '../source.ts'
import { Trouble } from '../trouble.ts'
import { JobAnswer, JobResult } from './shape.ts'

export type Compliance = { http: Http; client: TwitterApiv2; sleep: Sleep; nowMs: () => number }

const lookEveryMs = 5_000
/** Jobs of some thousand ids take minutes; one that takes longer is asked anew with the next re-check. */
const patienceMs = 15 * 60_000

/**
 * Asks X by a batch compliance job which of these posts may still be shown; a job costs nothing, a look-up costs each post. An
 * empty answer says: not done in time, ask again later.
 */
export async function recheckByJob(
  { http, client, sleep, nowMs }: Compliance,
  externalIds: readonly string[],
  signal: AbortSignal,
): Promise<Rechecked[]> {
  const ids = externalIds.filter((id) => /^\d{1,19}$/.test(id))
  if (ids.length === 0) return []
  let job = JobAnswer.parse(await client.sendComplianceJob({ type: 'tweets', ids })).data
  const untilMs = nowMs() + patienceMs
  while (job.status !== 'complete') {
    if (job.status === 'failed' || job.status === 'expired')
      throw new Trouble('unavailable', `x.compliance_${job.status}`)
    if (nowMs() >= untilMs || signal.aborted) return []
    await sleep(lookEveryMs, signal)
    const { download_url } = job
    job = { download_url, ...JobAnswer.parse(await client.complianceJob(job.id)).data }
  }
  if (!job.download_url) throw new Trouble('malformed', 'x.compliance_without_result')
  const { body } = await ask(http, job.download_url, { signal, maxBytes: 50_000_000 }, nowMs)
  return verdicts(ids, body.toString('utf8'))
}

/** Ids X does not name may stay. `scrub_geo` asks nothing of us: places are never asked for. */
function verdicts(ids: readonly string[], ndjson: string): Rechecked[] {
  const gone = new Map<string, 'deleted' | 'taken_down'>()
  for (const line of ndjson.split('\n').filter((text) => text.trim() !== '')) {
    const result = JobResult.safeParse(jsonOrNull(line))
    // One unreadable line may be the one that matters.
    if (!result.success) throw new Trouble('malformed', 'x.compliance_unknown_shape')
    const { id, action, reason } = result.data
    if (action !== 'delete' || reason === 'scrub_geo') continue
    gone.set(id, reason === 'suspended' || reason === 'bounced' ? 'taken_down' : 'deleted')
  }
  return ids.map((externalId) => {
    const reason = gone.get(externalId)
    return reason ? { externalId, now: 'gone', reason } : { externalId, now: 'same' }
  })
}

function jsonOrNull(line: string): unknown {
  try {
    return losslessJson(line)
  } catch {
    return null
  }
}
