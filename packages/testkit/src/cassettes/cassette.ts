import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

/** One recorded request and its answer, the body as it was on the wire or decoded, as `headers` say. */
export type Exchange = {
  method: string
  /** As recorded: the host is kept, though the player matches path and query only. */
  url: URL
  status: number
  headers: [name: string, value: string][]
  body: Buffer
}

type Text = { string?: string | Uint8Array; base64_string?: string } | string | null
type Recorded = {
  interactions: {
    request: { method: string; uri: string }
    response: { status: { code: number }; headers: Record<string, string | string[]>; body: Text }
  }[]
}

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '../../../..')

/** A file of the recorded platform traffic, which lives outside the project and is never copied into it. */
export function fixture(path: string): { path: string; absent: boolean } {
  const file = join(resolve(repository, process.env.HARK_SHARED ?? '../shared'), 'fixtures', path)
  return { path: file, absent: !existsSync(file) }
}

/** The exchanges of a cassette, in the order they were recorded: VCR (YAML) or betamax (JSON). */
export function readCassette(path: string): Exchange[] {
  const { interactions } = parse(readFileSync(path, 'utf8'), { maxAliasCount: -1 }) as Recorded
  return interactions.map(({ request, response }) => exchange(request, response))
}

/** A recorded body that came without its exchange, as the answer to a request one names. */
export function answerFrom(request: string, path: string, status = 200): Exchange {
  const [method = 'GET', target = '/'] = request.split(' ')
  return {
    method,
    url: new URL(target, 'http://recorded.invalid'),
    status,
    headers: [['content-type', 'application/json; charset=utf-8']],
    body: readFileSync(path),
  }
}

function exchange(
  { method, uri }: Recorded['interactions'][number]['request'],
  { status, headers, body }: Recorded['interactions'][number]['response'],
): Exchange {
  const bytes = bytesOf(body)
  const listed = Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().map((value): [string, string] => [name.toLowerCase(), String(value)]),
  )
  const kept = listed.filter(
    ([name, value]) => !dropped.has(name) && (name !== 'content-encoding' || isEncoded(value, bytes)),
  )
  return { method, url: new URL(uri), status: status.code, headers: kept, body: bytes }
}

/** Facts of the recorded connection, not of the answer. */
const dropped = new Set(['content-length', 'transfer-encoding', 'connection', 'keep-alive'])

/** Most recorders keep the decoded body beside the header that says it is encoded. */
function isEncoded(encoding: string, body: Buffer): boolean {
  return encoding === 'gzip' ? body[0] === 0x1f && body[1] === 0x8b : encoding === 'identity'
}

function bytesOf(body: Text): Buffer {
  if (body === null) return Buffer.alloc(0)
  if (typeof body === 'string') return Buffer.from(body)
  if (body.base64_string !== undefined) return Buffer.from(body.base64_string, 'base64')
  return Buffer.from(body.string ?? '')
}
