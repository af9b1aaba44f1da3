import { type IncomingMessage, request as plainRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'

/** An answer is a few hundred bytes, a list of what an account wrote some hundred thousand; more is a mistake or an attack. */
const maxBodyBytes = 4 * 1024 * 1024

export type Answer = {
  status: number
  header: (name: string) => string | null
  headers: Headers
  body: string
}

/**
 * One HTTP request on a connection of its own. An idle connection that the server has just closed would swallow a
 * write and leave its fate unknown; a new one is either established or certainly unused, and `onConnected` tells
 * which. Follows no redirect and decodes no compression.
 */
export function callOnce(
  url: URL,
  init: { method: string; headers: Record<string, string>; body: Buffer; signal: AbortSignal | null },
  onConnected: () => void,
): Promise<Answer> {
  const secure = url.protocol === 'https:'
  return new Promise((resolve, reject) => {
    const headers = {
      ...init.headers,
      'accept-encoding': 'identity',
      'content-length': String(init.body.length),
    }
    const options = {
      method: init.method,
      headers,
      agent: false,
      ...(init.signal && { signal: init.signal }),
    } as const
    const request = (secure ? tlsRequest : plainRequest)(url, options)
    request.once('socket', (socket) => socket.once(secure ? 'secureConnect' : 'connect', onConnected))
    request.once('error', reject)
    request.once('response', (response) => {
      const status = response.statusCode ?? 0
      const header = (name: string) => [response.headers[name] ?? null].flat()[0] ?? null
      const headers = headersOf(response)
      readBody(response).then(
        (body) => resolve({ status, header, headers, body }),
        // The status was heard and the rest was not: a status without a body is what is known.
        () => resolve({ status, header, headers, body: '' }),
      )
    })
    request.end(init.body)
  })
}

function headersOf({ headersDistinct }: IncomingMessage): Headers {
  const headers = new Headers()
  for (const [name, values] of Object.entries(headersDistinct))
    for (const value of values ?? []) headers.append(name, value)
  return headers
}

async function readBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBodyBytes) throw new Error('answer too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
