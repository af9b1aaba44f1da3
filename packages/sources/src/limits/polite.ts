import type { Http, HttpResponse } from '../fetch/safe-fetch.ts'
import { Trouble } from '../trouble.ts'
import { pauseOf } from './pause.ts'
import { pausesInMemory } from './pauses.ts'

/**
 * Asks a host nothing while it wants to be left alone: one answer that says "used up" or "later" holds back every request to that host
 * of all that share `pauses`, whichever lane, source or process makes it.
 */
export function polite(http: Http, nowMs: () => number = Date.now, pauses = pausesInMemory()): Http {
  async function asked<T extends Pick<HttpResponse, 'status' | 'headers'>>(
    url: string,
    send: () => Promise<T>,
  ): Promise<T> {
    const host = URL.parse(url)?.host ?? ''
    const until = await pauses.until(host)
    if (nowMs() < until) throw new Trouble('limited', 'rate_limit', until)
    const response = await send()
    const pause = pauseOf(response.status, response.headers, nowMs())
    if (pause) await pauses.hold(host, pause.untilMs)
    return response
  }
  return {
    fetch: (url, request) => asked(url, () => http.fetch(url, request)),
    stream: (url, request) => asked(url, () => http.stream(url, request)),
    socket: (url, limits) => http.socket(url, limits),
  }
}
