import type { LookupFunction } from 'node:net'
import { expect, test } from 'vitest'
import { connect } from '../jetstream/connect.ts'
import { jetstreamSource } from '../jetstream/jetstream-source.ts'
import { RecordedServer } from '../jetstream/recorded-server.ts'
import { type SafeFetchOptions, safeFetch } from './safe-fetch.ts'

const inbox = { accept: () => true, nowMs: Date.now, highWater: 10, pingMs: 60_000 }

/** How an attempt ends that is not opened: by the code of its refusal. */
async function refusal(url: string, options: SafeFetchOptions = {}): Promise<string> {
  const connected = await connect(safeFetch(options), new URL(url), inbox, new AbortController().signal)
  if ('refused' in connected) return connected.refused
  connected.inbox.close()
  return 'opened'
}

test.each([
  ['ws://127.0.0.1/subscribe', 'fetch.address_refused'],
  ['ws://2130706433/', 'fetch.address_refused'],
  ['wss://[::ffff:7f00:1]/', 'fetch.address_refused'],
  ['wss://169.254.169.254/latest', 'fetch.address_refused'],
  ['wss://10.1.2.3/', 'fetch.address_refused'],
  ['wss://example.org:6379/', 'fetch.port_refused'],
  ['wss://user:secret@example.org/', 'fetch.credentials_in_address'],
  ['https://example.org/', 'fetch.scheme_refused'],
])('a socket to %s ends in %s', async (url, code) => {
  expect(await refusal(url)).toBe(code)
})

test('a name is looked up once, and no socket goes to what is inside, whatever a second look would say', async () => {
  await using server = await RecordedServer.start([])
  const answers = [['127.0.0.1'], ['93.184.216.34', '10.0.0.1'], []]
  for (const scheme of ['ws', 'wss']) {
    for (const addresses of answers) {
      const asked: string[] = []
      const lookup: LookupFunction = (name, _options, callback) => {
        asked.push(name)
        callback(
          null,
          addresses.map((address) => ({ address, family: 4 })),
        )
      }
      const options = { lookup: lookup as NonNullable<SafeFetchOptions['lookup']> }
      expect(await refusal(`${scheme}://rebinding.example/`, options)).toBe('fetch.address_refused')
      expect(asked).toEqual(['rebinding.example'])
    }
  }
  expect(server.requests).toEqual([])
})

test('offline, only what is allowed by name is opened', async () => {
  await using server = await RecordedServer.start([])
  const url = server.url('/subscribe')
  expect(await refusal(url, { offline: true })).toBe('fetch.offline')
  expect(await refusal(url, { offline: true, allow: [new URL(url).host] })).toBe('opened')
  expect(server.requests).toHaveLength(1)
})

test('a fetch does not go to the address of a socket', async () => {
  await expect(safeFetch().fetch('wss://example.org/')).rejects.toMatchObject({
    code: 'fetch.scheme_refused',
  })
})

test('a single look that no server lets in says so, instead of finding nothing', async () => {
  const urls = ['wss://one.example', 'wss://two.example']
  const http = safeFetch({ offline: true })
  const states: string[] = []
  const onState = ({ state }: { state: string }) => void states.push(state)
  const look = jetstreamSource({ urls }, { http, once: true, sleep: async () => undefined, onState })
  await expect(look.read(new AbortController().signal, null).next()).rejects.toMatchObject({
    kind: 'unavailable',
    code: 'fetch.offline',
  })
  expect(states.filter((state) => state === 'connecting')).toHaveLength(urls.length)
})
