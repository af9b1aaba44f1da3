import { startProcess, until } from '@hark/testkit'

export type Platform = AsyncDisposable & {
  url: string
  /** The places readers began at, and how many events each was sent; a whole absence once the last is there. */
  told: () => { from: number[]; sent: number[] }
}

/** The generated stream, served by a process of its own. */
export async function startPlatform(o: {
  posts: number
  matched: number
  names: number
  endUs: number
}): Promise<Platform> {
  const args = [o.posts, o.matched, o.names, o.endUs].map(String)
  const { HARK_SHARED } = process.env
  const server = startProcess('tests/bench/replay/serve.ts', args, HARK_SHARED ? { HARK_SHARED } : {})
  const facts = () =>
    server
      .stdout()
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as { port?: number; from?: number; sent?: number })
  const port = () => facts().find((fact) => fact.port)?.port
  await until('the stream is served', () => port() || !server.running(), 30_000, server.output)
  if (!server.running()) throw new Error(server.output())
  const all = (pick: 'from' | 'sent') => facts().flatMap((fact) => fact[pick] ?? [])
  return {
    url: `ws://127.0.0.1:${port()}/subscribe`,
    told: () => ({ from: all('from'), sent: all('sent') }),
    [Symbol.asyncDispose]: async () => void (await server.stop()),
  }
}
