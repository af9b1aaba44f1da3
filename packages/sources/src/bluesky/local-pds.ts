import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isDeepStrictEqual } from 'node:util'

export const testAccount = 'did:plc:bbbbbbbbbbbbbbbbbbbbbbbb'

/** How the server treats the next write: whether it keeps the record, and what it says. */
export type WriteFault = { accepts: boolean; answer: (response: ServerResponse) => void }

type Put = { repo: string; collection: string; rkey: string; record: object; swapRecord?: null }

/** Tests only: the four XRPC methods a publisher needs, as a PDS answers them, over real HTTP. */
export class LocalPds implements AsyncDisposable {
  readonly records = new Map<string, object>()
  readonly calls: string[] = []
  faults: WriteFault[] = []
  tokensIssued = 0
  #tokens = new Set<string>()
  url = ''
  readonly #server = createServer((request, response) => void this.#answer(request, response))

  static async start(): Promise<LocalPds> {
    const pds = new LocalPds()
    await new Promise<void>((resolve) => pds.#server.listen(0, '127.0.0.1', resolve))
    pds.url = `http://127.0.0.1:${(pds.#server.address() as AddressInfo).port}`
    return pds
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#server.listening ? this.stop() : Promise.resolve()
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url)
    const method = url.pathname.replace('/xrpc/', '')
    this.calls.push(method)
    let text = ''
    for await (const chunk of request) text += chunk
    const token = request.headers.authorization?.replace('Bearer ', '') ?? ''
    if (method === 'com.atproto.server.createSession') this.#createSession(JSON.parse(text), response)
    else if (!this.#tokens.has(token)) json(response, 400, { error: 'ExpiredToken' })
    else if (method === 'com.atproto.repo.putRecord') this.#putRecord(JSON.parse(text), response)
    else this.#getRecord(`${url.searchParams.get('collection')}/${url.searchParams.get('rkey')}`, response)
  }

  /** Lets every token issued so far expire. */
  expireTokens(): void {
    this.#tokens.clear()
  }

  #createSession({ password }: { password: string }, response: ServerResponse): void {
    if (password !== 'secret') {
      json(response, 401, { error: 'AuthenticationRequired' })
      return
    }
    this.tokensIssued += 1
    const claims = { exp: 4_000_000_000, n: this.tokensIssued }
    const accessJwt = `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`
    this.#tokens.add(accessJwt)
    const pds = { id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint: this.url }
    const didDoc = { id: testAccount, service: [pds] }
    json(response, 200, { accessJwt, refreshJwt: 'r', handle: 'brand.test', did: testAccount, didDoc })
  }

  #putRecord(put: Put, response: ServerResponse): void {
    const key = `${put.collection}/${put.rkey}`
    const existing = this.records.get(key)
    const accept = () => {
      this.records.set(key, put.record)
      return { uri: `at://${put.repo}/${key}`, cid }
    }
    const fault = this.faults.shift()
    if (fault?.accepts) accept()
    const differs = existing !== undefined && !isDeepStrictEqual(existing, put.record)
    if (fault) fault.answer(response)
    else if (differs && put.swapRecord === null) json(response, 400, { error: 'InvalidSwap' })
    else json(response, 200, accept())
  }

  #getRecord(key: string, response: ServerResponse): void {
    const value = this.records.get(key)
    if (value === undefined) json(response, 400, { error: 'RecordNotFound' })
    else json(response, 200, { uri: `at://${testAccount}/${key}`, cid, value })
  }
}

/** Some content id: the publisher keeps it and compares none. */
const cid = 'bafyreibel4pbo7crnhfstntf345f5kdwqillvrvjypuafcmcnipadhqx6y'

export function json(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}
