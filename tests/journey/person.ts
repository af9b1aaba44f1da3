import { Secret, TOTP } from 'otpauth'

/** As `hark demo credentials --json` prints them. */
export type Credentials = {
  username: string
  password: string
  totpSecret: string
  printedName: string
  roles: string[]
}
// biome-ignore lint/suspicious/noExplicitAny: an answer is asserted on, not relied on
export type Answer = { status: number; body: any; bytes: Buffer }

const STEP_MS = 30_000

/** A person at the API, over HTTP: session cookie and token of the page on every request, as a browser sends them. */
export class Person {
  readonly credentials: Credentials
  readonly #address: string
  #headers: Record<string, string> = {}
  #lastStep = 0

  private constructor(address: string, credentials: Credentials) {
    this.#address = address
    this.credentials = credentials
  }

  static async signIn(address: string, credentials: Credentials): Promise<Person> {
    const person = new Person(address, credentials)
    const { username, password } = credentials
    const body = JSON.stringify({ username, password, totp: person.code() })
    const reply = await fetch(`${address}/api/session`, { method: 'POST', headers: json, body })
    const answer = (await reply.json()) as { csrf: string; code?: string }
    if (!reply.ok) throw new Error(`${username} cannot sign in: ${answer.code}`)
    const cookie = reply.headers.get('set-cookie')?.split(';')[0] ?? ''
    person.#headers = { cookie, 'x-hark-csrf': answer.csrf }
    return person
  }

  get(path: string): Promise<Answer> {
    return this.#ask('GET', path)
  }

  post(path: string, body: unknown = {}): Promise<Answer> {
    return this.#ask('POST', path, body)
  }

  /** The answer's body; throws with the refusal where there is one. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  async must(method: 'GET' | 'POST', path: string, body?: unknown): Promise<any> {
    const answer = await this.#ask(method, path, method === 'POST' ? (body ?? {}) : undefined)
    if (answer.status === 200) return answer.body
    throw new Error(
      `${this.credentials.username}: ${method} ${path} → ${answer.status} ${JSON.stringify(answer.body)}`,
    )
  }

  /** Both components, as a first signature asks for. */
  both(): { password: string; totp: string } {
    return { password: this.credentials.password, totp: this.code() }
  }

  /** A code of this step or the next, never one twice; the step before might have passed by the time it is checked. */
  code(): string {
    const now = Math.floor(Date.now() / STEP_MS)
    const step = Math.max(this.#lastStep + 1, now)
    if (step > now + 1) throw new Error('no code is left for now: let somebody else act')
    this.#lastStep = step
    const secret = Secret.fromBase32(this.credentials.totpSecret)
    return new TOTP({ secret }).generate({ timestamp: step * STEP_MS })
  }

  async #ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const headers = { ...this.#headers, ...(body === undefined ? {} : json) }
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
    const reply = await fetch(this.#address + path, init)
    const bytes = Buffer.from(await reply.arrayBuffer())
    const isJson = reply.headers.get('content-type')?.includes('json')
    return { status: reply.status, body: isJson ? JSON.parse(bytes.toString('utf8')) : null, bytes }
  }
}

const json = { 'content-type': 'application/json' }
