import { tid } from '../bluesky/tid.ts'

export type Sample = {
  did?: string
  rkey?: string
  rev?: string
  text?: string
  timeUs?: number
  operation?: string
  record?: unknown
}

const sampleTimeUs = Date.UTC(2026, 6, 4, 14, 38) * 1000

/** Tests only: a v1 message of a post nobody wrote. */
export function postLine(sample: Sample = {}): string {
  const { did, timeUs, ...commit } = filled(sample)
  return JSON.stringify({ did, time_us: timeUs, kind: 'commit', commit })
}

/** Tests only: the same as a v2 frame. */
export function v2Frame({ seq, ...sample }: Sample & { seq: number }): string {
  const { did, timeUs, ...commit } = filled(sample)
  const time = `${new Date(Math.floor(timeUs / 1000)).toISOString().slice(0, -1)}${String(timeUs % 1000).padStart(3, '0')}Z`
  const $type = 'network.bsky.jetstream.subscribeEvents#commit'
  return JSON.stringify({ $type: 'message', payload: { $type, seq, did, time, ...commit } })
}

/** Tests only: a v1 message about an account. */
export function accountLine(did: string, timeUs: number, active: boolean, status?: string): string {
  return JSON.stringify({
    did,
    time_us: timeUs,
    kind: 'account',
    account: { active, did, seq: 1, ...(status && { status }) },
  })
}

function filled(sample: Sample) {
  const {
    did = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa',
    timeUs = sampleTimeUs,
    operation = 'create',
    text = 'Hello',
  } = sample
  const { rkey = tid(timeUs, 1), rev = tid(timeUs, 2) } = sample
  const record = sample.record ?? {
    $type: 'app.bsky.feed.post',
    text,
    createdAt: '2026-07-04T14:38:00Z',
    langs: ['en'],
  }
  const body = operation === 'delete' ? {} : { record, cid: 'bafyreia' }
  return { did, timeUs, rev, operation, collection: 'app.bsky.feed.post', rkey, ...body }
}
