import type { Http, HttpResponse } from '../fetch/safe-fetch.ts'
import { Trouble } from '../trouble.ts'
import { pauseOf } from './pause.ts'

/**
 * Asks a host nothing while it wants to be left alone: one answer that says "used up" or "later" holds back every request of this
 * source to that host, whichever lane makes it.
 */
export function polite(http: Http, nowMs: () => number = Date.now): Http {
  const pauses = new Map<string, number>()
  async function asked<T extends Pick<HttpResponse, 'status' | 'headers'>>(
    url: string,
    send: () => Promise<T>,
  ): Promise<T> {
    const host = URL.parse(url)?.host ?? ''
    const until = pauses.get(host) ?? 0
    if (nowMs() < until) throw new Trouble('limited', 'rate_limit', until)
    const response = await send()
    const pause = pauseOf(response.status, response.headers, nowMs())
    if (pause) pauses.set(host, pause.untilMs)
    else pauses.delete(host)
    return response
  }
  return {
    fetch: (url, request) => asked(url, () => http.fetch(url, request)),
    stream: (url, request) => asked(url, () => http.stream(url, request)),
    socket: (url, limits) => http.socket(url, limits),
  }
}
