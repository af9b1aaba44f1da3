import { Redis } from 'ioredis'
import type { TestStore } from '../../packages/queue/src/conformance/store.ts'

/** Redis counts sixteen of them from 0. */
const DATABASES = 16
let opened = 0

/** The next database of a Redis that tests share, emptied before it is used. */
export async function redisDatabase(server: string): Promise<TestStore> {
  const number = opened++ % DATABASES
  const urlAt = (port: number) => {
    const url = new URL(server)
    Object.assign(url, { port: String(port), pathname: `/${number}` })
    return url.href
  }
  const port = Number(new URL(server).port)
  const empty = async () => {
    const redis = new Redis(urlAt(port))
    await redis.flushdb()
    redis.disconnect()
  }
  await empty()
  return {
    kind: 'redis',
    port,
    connection: (other = port) => ({ redisUrl: urlAt(other) }),
    loseEverything: empty,
    [Symbol.asyncDispose]: empty,
  }
}
