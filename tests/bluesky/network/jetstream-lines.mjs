import { decodeAll } from '@atproto/lex-cbor'
import { lexStringify } from '@atproto/lex-json'
import { cborToLexRecord, parseDataKey, readCar } from '@atproto/repo'

/**
 * The events of one frame of a repository stream (`com.atproto.sync.subscribeRepos`), as Jetstream's v1 wire has them: without
 * `time_us`, which is the server's own. Frames Jetstream does not pass on give none.
 */
export async function eventsOf(frame) {
  const [header, body] = [...decodeAll(frame)]
  if (header.op !== 1) throw new Error(`the stream ended: ${body?.error}`)
  if (header.t === '#commit') return commitEvents(body)
  if (header.t !== '#account' && header.t !== '#identity') return []
  const kind = header.t.slice(1)
  return [{ did: body.did, kind, [kind]: body }]
}

async function commitEvents({ repo, rev, ops, blocks }) {
  const car = ops.some(({ action }) => action !== 'delete') ? await readCar(blocks) : null
  return ops.map(({ action, path, cid }) => {
    const { collection, rkey } = parseDataKey(path)
    const commit = { rev, operation: action, collection, rkey }
    if (action === 'delete') return { did: repo, kind: 'commit', commit }
    const record = cborToLexRecord(car.blocks.get(cid))
    return { did: repo, kind: 'commit', commit: { ...commit, record, cid: cid.toString() } }
  })
}

/** The line a v1 client receives. */
export function lineOf({ did, kind, ...rest }, timeUs) {
  return lexStringify({ did, time_us: timeUs, kind, ...rest })
}
