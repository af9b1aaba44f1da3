import { Agent, type IncomingMessage, request } from 'node:http'
import { PASSWORD, type SeededPerson } from '@hark/testkit'
import { Secret, TOTP } from 'otpauth'

/** The api answers 600 requests a minute to one address; a measurement comes from several of this machine's own, all of one network. */
const PER_ADDRESS = 500
const STEP_MS = 30_000

/** An answer, and the milliseconds from the request to its last byte. */
// biome-ignore lint/suspicious/noExplicitAny: an answer is measured, and read for the next question alone
export type Timed = { ms: number; body: any }
export type Method = 'GET' | 'POST'

/** One person at the api over HTTP, one request after the other on a connection that is kept. */
export class Asking {
  readonly #port: number
  readonly #person: SeededPerson
  #headers: Record<string, string> = {}
  #agent = new Agent()
  #asked = 0
  #lastStep = 0

  private constructor(port: number, person: SeededPerson) {
    this.#port = port
    this.#person = person
  }

  static async signIn(port: number, person: SeededPerson): Promise<Asking> {
    const asking = new Asking(port, person)
    const { username } = person
    const { body, cookie } = await asking.#send('POST', '/api/session', { username, ...asking.both() })
    asking.#headers = { cookie: cookie ?? '', 'x-hark-csrf': body.csrf }
    return asking
  }

  /** Both components of a first signature; a code works once. */
  both(): { password: string; totp: string } {
    this.#lastStep = Math.max(this.#lastStep + 1, Math.floor(Date.now() / STEP_MS))
    const totp = new TOTP({ secret: Secret.fromBase32(this.#person.totpSecret) })
    return { password: PASSWORD, totp: totp.generate({ timestamp: this.#lastStep * STEP_MS }) }
  }

  /** Throws where the api refuses: a measurement of refusals says nothing. */
  ask(method: Method, path: string, body?: unknown): Promise<Timed> {
    return this.#send(method, path, body)
  }

  async #send(method: Method, path: string, body?: unknown): Promise<Timed & { cookie?: string }> {
    const sent = body === undefined ? undefined : JSON.stringify(body)
    const type = sent === undefined ? {} : { 'content-type': 'application/json' }
    const options = {
      host: '127.0.0.1',
      port: this.#port,
      agent: this.#ownAddress(),
      method,
      path,
      headers: { origin: `http://127.0.0.1:${this.#port}`, ...this.#headers, ...type },
    }
    const began = performance.now()
    const { response, text } = await exchange(options, sent)
    const ms = performance.now() - began
    if (response.statusCode !== 200)
      throw new Error(`${method} ${path} answered ${response.statusCode} ${text}`)
    const cookie = response.headers['set-cookie']?.[0]?.split(';')[0]
    return { ms, body: JSON.parse(text), ...(cookie && { cookie }) }
  }

  #ownAddress(): Agent {
    if (this.#asked % PER_ADDRESS === 0) {
      const localAddress = `127.0.0.${2 + this.#asked / PER_ADDRESS}`
      this.#agent = new Agent({ keepAlive: true, maxSockets: 1, localAddress })
    }
    this.#asked += 1
    return this.#agent
  }
}

function exchange(
  options: object,
  body: string | undefined,
): Promise<{ response: IncomingMessage; text: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ response: IncomingMessage; text: string }>()
  const asked = request(options, (response) => {
    let text = ''
    response.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
    response.on('error', reject).on('end', () => resolve({ response, text }))
  })
  asked.on('error', reject).end(body)
  return promise
}
