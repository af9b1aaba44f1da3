import { lexicons } from '@atproto/api'
import { type Asked, playCassettes, type RequestContract } from '@hark/testkit/cassettes'
import { inMemory, budgets as paidFrom } from '../limits/budgets.ts'
import { answer, means } from '../recorded.fixture.ts'
import { sharedFile } from '../shared-data.ts'
import { type RecheckAt, recheckAllowances, recheckPosts } from './recheck.ts'
import { postUri } from './record.ts'

const recording = sharedFile('fixtures/jetstream/expected_v1.jsonl')
export const absent = recording.absent
export const needs = absent ? ' (needs HARK_SHARED: recorded traffic)' : ''
export const moderator = 'did:plc:moderator'
export const start = Date.UTC(2026, 10, 22, 12)

/** A post of the recorded minute: what the stream gave of it, and what became of it since. */
export type Told = {
  uri: string
  did: string
  payload: string
  cid: string
  record: { text: string }
  /** What the AppView says of it and of its author. */
  shown: boolean
  profile: 'shown' | 'AccountTakedown' | 'AccountDeactivated' | 'unknown'
  labels: { src: string; val: string; neg?: boolean }[]
  /** What the author's own server says. */
  repo: 'active' | 'takendown' | 'suspended' | 'deactivated' | 'throttled' | 'RepoNotFound' | 'down'
  kept: boolean
  identity: 'there' | 'ended' | 'unregistered'
}

/** So many posts of different authors, all still there. */
export function told(count: number): Told[] {
  const lines = recording.lines().filter((line) => {
    const { commit } = JSON.parse(line)
    return commit?.operation === 'create' && commit.collection === 'app.bsky.feed.post'
  })
  return Array.from({ length: count }, (_, n) => {
    const payload = JSON.parse(lines[n % lines.length] as string)
    const did = `did:plc:${String(n)
      .padStart(24, 'a')
      .replaceAll(/[0189]/g, 'z')}${n}`
    const { rkey, cid, record } = payload.commit
    const state = { shown: true, profile: 'shown', labels: [], repo: 'active', kept: true, identity: 'there' }
    const uri = postUri(did, rkey)
    return { uri, did, payload: JSON.stringify({ ...payload, did }), cid, record, ...state } as Told
  })
}

/** The AppView, the directory and every author's server, as published; and who asks them. */
export async function network(
  posts: readonly Told[],
  options: Partial<RecheckAt> & { budget?: number } = {},
) {
  const { budget, ...at } = options
  const world = { origin: '' }
  const live = (asked: Asked) => answering(posts, world.origin, asked)
  const player = await playCassettes([], { live, contract })
  world.origin = player.origin
  const { deps } = means(player, start, 3_600_000)
  const allowances = { recheck: { ...recheckAllowances.recheck, ...(budget && { capacity: budget }) } }
  const recheck = recheckPosts(
    { appView: player.origin, directory: player.origin, labelers: [moderator], ...at },
    {
      ...deps,
      budgets: paidFrom(allowances as typeof recheckAllowances, inMemory(), deps.nowMs),
      payloads: async (ids) =>
        new Map(posts.filter(({ uri }) => ids.includes(uri)).map(({ uri, payload }) => [uri, payload])),
    },
  )
  const ask = async (ids = posts.map(({ uri }) => uri)) =>
    new Map((await recheck(ids, new AbortController().signal)).map((one) => [one.externalId, one]))
  return { player, ask }
}

function answering(posts: readonly Told[], origin: string, { path, query }: Asked) {
  const method = path.replace('/xrpc/', '')
  const ofAuthor = posts.find(({ did }) =>
    [query.get('actor'), query.get('did'), query.get('repo')].includes(did),
  )
  if (path.startsWith('/did:plc:')) return documentOf(posts, origin, path.slice(1))
  if (method === 'app.bsky.feed.getPosts') {
    const wanted = posts.filter(({ uri, shown }) => shown && query.getAll('uris').includes(uri))
    return valid(method, { posts: wanted.map(viewOf) })
  }
  if (method === 'com.atproto.label.queryLabels') {
    const wanted = posts.filter(({ uri }) => query.getAll('uriPatterns').includes(uri))
    return valid(method, { labels: wanted.flatMap(labelsOf) })
  }
  if (ofAuthor === undefined) return undefined
  if (method === 'app.bsky.actor.getProfile') return profileOf(ofAuthor)
  return atHome(ofAuthor, method)
}

function profileOf({ profile, did }: Told) {
  const method = 'app.bsky.actor.getProfile'
  if (profile === 'shown') return valid(method, { did, handle: 'user.test' })
  if (profile === 'unknown') return refusal('InvalidRequest', 'Profile not found')
  return refusal(profile, 'Account is not available')
}

function atHome({ repo, did, uri, cid, record, kept }: Told, method: string) {
  if (repo === 'down') return answer('GET /', 'no upstream', 502)
  if (method === 'com.atproto.sync.getRepoStatus') {
    if (repo === 'RepoNotFound') return refusal(repo, `Could not find repo for DID: ${did}`)
    return valid(method, { did, active: repo === 'active', ...(repo !== 'active' && { status: repo }) })
  }
  if (method !== 'com.atproto.repo.getRecord') return undefined
  return kept
    ? valid(method, { uri, cid, value: record })
    : refusal('RecordNotFound', `Could not locate record: ${uri}`)
}

function documentOf(posts: readonly Told[], origin: string, did: string) {
  const identity = posts.find((one) => one.did === did)?.identity
  if (identity === 'ended') return answer('GET /', { message: 'DID not available' }, 410)
  if (identity !== 'there') return answer('GET /', { message: 'DID not registered' }, 404)
  const service = [{ id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint: origin }]
  return answer('GET /', { id: did, service })
}

function viewOf(one: Told) {
  const { uri, cid, did, record } = one
  const at = new Date(start).toISOString()
  return { uri, cid, author: { did, handle: 'user.test' }, record, indexedAt: at, labels: labelsOf(one) }
}

const labelsOf = ({ uri, labels }: Told) =>
  labels.map((label) => ({ ver: 1, uri, cts: new Date(start).toISOString(), ...label }))

const refusal = (error: string, message: string) => answer('GET /', { error, message }, 400)

function valid(method: string, body: unknown) {
  lexicons.assertValidXrpcOutput(method, body)
  return answer('GET /', body)
}

/** Judges questions to servers by their published lexicons. */
const contract: RequestContract = ({ path, query }) => {
  if (!path.startsWith('/xrpc/')) return []
  const id = path.replace('/xrpc/', '')
  const { properties = {} } =
    (lexicons.getDef(id) as { parameters?: { properties: Record<string, { type: string }> } } | undefined)
      ?.parameters ?? {}
  const names = [...new Set(query.keys())]
  const params = names.map((name) => [
    name,
    properties[name]?.type === 'array' ? query.getAll(name) : query.get(name),
  ])
  try {
    lexicons.assertValidXrpcParams(id, Object.fromEntries(params))
  } catch (error) {
    return [(error as Error).message]
  }
  return names.filter((name) => !(name in properties)).map((name) => `unknown parameter ${name}`)
}
