import { startProcess, type TestProcess, until } from '@hark/testkit'

type Where = {
  server: string
  jetstream: string
  admin: string
  /** With a search only. */
  appView?: string
  directory?: string
  labeler?: { url: string; did: string }
  moderators?: string
}
export type Account = { did: string; handle: string; password: string; token: string }
// biome-ignore lint/suspicious/noExplicitAny: a record of the network is asserted on, not relied on
export type Listed = { uri: string; cid: string; value: any }

type Labels = { create?: string[]; negate?: string[] }

const POSTS = 'app.bsky.feed.post'

/** A real Bluesky server with its directory, and what its users do there, over its own API. */
export class LocalNetwork implements AsyncDisposable {
  readonly #process: TestProcess
  readonly where: Where

  private constructor(process: TestProcess, where: Where) {
    this.#process = process
    this.where = where
  }

  /** Given a database, with an AppView that searches and a moderation service over it. */
  static async start(databaseUrl?: string): Promise<LocalNetwork> {
    const script = databaseUrl === undefined ? 'main' : 'with-search'
    const env = { LOG_ENABLED: 'false', ...(databaseUrl !== undefined && { DB_POSTGRES_URL: databaseUrl }) }
    const network = startProcess(`tests/bluesky/network/${script}.mjs`, [], env)
    const up = () => !network.running() || network.stdout().includes('\n')
    await until('the network is up', up, 150_000, network.output)
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

  /** What a moderator of the server does to a whole account, and undoes. */
  takeDown(account: Account, applied = true): Promise<unknown> {
    const subject = { $type: 'com.atproto.admin.defs#repoRef', did: account.did }
    const takedown = { applied, ...(applied && { ref: 'test' }) }
    return this.#call('com.atproto.admin.updateSubjectStatus', { subject, takedown }, null)
  }

  /** What a user does who wants a pause, and ends it. */
  deactivate(account: Account): Promise<unknown> {
    return this.#call('com.atproto.server.deactivateAccount', {}, account.token)
  }

  activate(account: Account): Promise<unknown> {
    return this.#call('com.atproto.server.activateAccount', undefined, account.token)
  }

  rename(account: Account, handle: string): Promise<unknown> {
    return this.#call('com.atproto.identity.updateHandle', { handle }, account.token)
  }

  deleteAccount({ did }: Account): Promise<unknown> {
    return this.#call('com.atproto.admin.deleteAccount', { did }, null)
  }

  /** What a moderator of the moderation service does to a post. */
  label({ uri, cid }: { uri: string; cid: string }, { create = [], negate = [] }: Labels): Promise<unknown> {
    const subject = { $type: 'com.atproto.repo.strongRef', uri, cid }
    const type = 'tools.ozone.moderation.defs#modEventLabel'
    return this.#moderate({ $type: type, createLabelVals: create, negateLabelVals: negate }, subject)
  }

  /** The stream keeps nothing of what it has told so far. */
  forget(): void {
    process.kill(this.#process.pid, 'SIGUSR2')
  }

  /** The public posts of an account, oldest first. */
  async postsOf(account: Account): Promise<Listed[]> {
    const query = new URLSearchParams({ repo: account.did, collection: POSTS, limit: '100', reverse: 'true' })
    const reply = await fetch(`${this.where.server}/xrpc/com.atproto.repo.listRecords?${query}`)
    if (!reply.ok) throw new Error(`listRecords: ${reply.status} ${await reply.text()}`)
    return ((await reply.json()) as { records: Listed[] }).records
  }

  async #moderate(event: object, subject: object): Promise<void> {
    const body = JSON.stringify({ event, subject })
    const reply = await fetch(this.where.moderators ?? '', { method: 'POST', body })
    if (!reply.ok) throw new Error(`moderation: ${reply.status} ${await reply.text()}`)
  }

  // biome-ignore lint/suspicious/noExplicitAny: as above
  async #call(method: string, body: unknown, token?: string | null): Promise<any> {
    const authorization = token === null ? this.where.admin : `Bearer ${token}`
    const headers = {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization }),
    }
    const init = { method: 'POST', headers, ...(body !== undefined && { body: JSON.stringify(body) }) }
    const reply = await fetch(`${this.where.server}/xrpc/${method}`, init)
    if (!reply.ok) throw new Error(`${method}: ${reply.status} ${await reply.text()}`)
    const answer = await reply.text()
    return answer === '' ? null : JSON.parse(answer)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process.kill()
  }
}
