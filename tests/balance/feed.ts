import { postLine } from '../../packages/sources/src/jetstream/sample-lines.ts'
import type { Traffic } from './generate.ts'

export type Feed = {
  messages: string[] /** `id text` of every post that must be stored. */
  stored: Set<string>
}

/** Far enough apart that a reader that reconnects, and goes back five seconds, re-reads some and not all. */
const STEP_US = 20_000

/** The posts of generated traffic as messages of a Jetstream server, repeated ones repeated; later versions and broken lines left out. */
export function toFeed(traffic: Traffic): Feed {
  const feed: Feed = { messages: [], stored: new Set() }
  const start = (Date.now() - 3_600_000) * 1000
  for (const line of traffic.lines) {
    if (line.fate === 'rejected' || !/^[^#]+(#0)?$/.test(line.key)) continue
    const { id, text } = JSON.parse(line.text) as { id: string; text: string }
    const rkey = `${id}`.padStart(13, '2')
    const timeUs = start + feed.messages.length * STEP_US
    feed.messages.push(postLine({ did: 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa', rkey, rev: rkey, text, timeUs }))
    if (line.fate === 'stored')
      feed.stored.add(`at://did:plc:aaaaaaaaaaaaaaaaaaaaaaaa/app.bsky.feed.post/${rkey} ${text}`)
  }
  return feed
}
