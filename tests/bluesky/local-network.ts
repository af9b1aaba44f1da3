import { startProcess, type TestProcess, until } from '@hark/testkit'

type Where = { server: string; jetstream: string; admin: string }
export type Account = { did: string; handle: string; password: string; token: string }
// biome-ignore lint/suspicious/noExplicitAny: a record of the network is asserted on, not relied on
export type Listed = { uri: string; cid: string; value: any }

const POSTS = 'app.bsky.feed.post'

/** A real Bluesky server with its directory, and what its users do there, over its own API. */
export class LocalNetwork implements AsyncDisposable {
  readonly #process: TestProcess
  readonly where: Where

  private constructor(process: TestProcess, where: Where) {
    this.#process = process
    this.where = where
  }

  static async start(): Promise<LocalNetwork> {
    const network = startProcess('tests/bluesky/network/main.mjs', [], { LOG_ENABLED: 'false' })
    const up = () => !network.running() || network.stdout().includes('\n')
    await until('the network is up', up, 60_000, network.output)
    if (!network.running()) throw new Error(`the network ended:\n${network.output()}`)
    return new LocalNetwork(network, JSON.parse(network.stdout().split('\n')[0] ?? ''))
  }

  async join(name: string): Promise<Account> {
    const handle = `${name}.test`
    const password = `password of ${name}`
    const account = { handle, password, email: `${name}@example.test` }
    const { did, accessJwt } = await this.#call('com.atproto.server.createAccount', account)
    return { did, handle, password, token: accessJwt }
  }

  post(by: Account, text: string): Promise<{ uri: string; cid: string }> {
    const record = { $type: POSTS, text, createdAt: new Date().toISOString(), langs: ['en'] }
    return this.#call('com.atproto.repo.createRecord', { repo: by.did, collection: POSTS, record }, by.token)
  }

  edit(by: Account, uri: string, text: string): Promise<unknown> {
    const record = { $type: POSTS, text, createdAt: new Date().toISOString(), langs: ['en'] }
    const place = { repo: by.did, collection: POSTS, rkey: uri.split('/').at(-1) }
    return this.#call('com.atproto.repo.putRecord', { ...place, record }, by.token)
  }

  delete(by: Account, uri: string): Promise<unknown> {
    const place = { repo: by.did, collection: POSTS, rkey: uri.split('/').at(-1) }
    return this.#call('com.atproto.repo.deleteRecord', place, by.token)
  }

  /** What a moderator of the server does to a whole account. */
  takeDown(account: Account): Promise<unknown> {
    const subject = { $type: 'com.atproto.admin.defs#repoRef', did: account.did }
    const takedown = { applied: true, ref: 'test' }
    return this.#call('com.atproto.admin.updateSubjectStatus', { subject, takedown }, null)
  }

  /** The public posts of an account, oldest first. */
  async postsOf(account: Account): Promise<Listed[]> {
    const query = new URLSearchParams({ repo: account.did, collection: POSTS, limit: '100', reverse: 'true' })
    const reply = await fetch(`${this.where.server}/xrpc/com.atproto.repo.listRecords?${query}`)
    if (!reply.ok) throw new Error(`listRecords: ${reply.status} ${await reply.text()}`)
    return ((await reply.json()) as { records: Listed[] }).records
  }

  // biome-ignore lint/suspicious/noExplicitAny: as above
  async #call(method: string, body: unknown, token?: string | null): Promise<any> {
    const authorization = token === null ? this.where.admin : `Bearer ${token}`
    const headers = {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization }),
    }
    const init = { method: 'POST', headers, body: JSON.stringify(body) }
    const reply = await fetch(`${this.where.server}/xrpc/${method}`, init)
    if (!reply.ok) throw new Error(`${method}: ${reply.status} ${await reply.text()}`)
    return reply.json()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process.kill()
  }
}
