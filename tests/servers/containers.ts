import { randomBytes } from 'node:crypto'
import { withDeadline } from '@hark/runtime'
import { Redis } from 'ioredis'
import pg from 'pg'
import { GenericContainer, getContainerRuntimeClient, type StartedTestContainer, Wait } from 'testcontainers'
import { readCompose } from '../deployment/compose-file.ts'

/** Images may have to be pulled first. */
const START_MS = 300_000

export type Containers = AsyncDisposable & { postgresUrl: string; redisUrl: string }

/** Whether a runtime answers, by the library's own way of asking: `DOCKER_HOST`, a socket, rootless, a properties file. */
export const runtimeAnswers = (): Promise<boolean> =>
  getContainerRuntimeClient().then(
    () => true,
    () => false,
  )

/** Postgres and Redis on the images, with the commands and health checks of docker-compose.yml. Throws where one cannot be had. */
export async function startContainers(): Promise<Containers> {
  const started: StartedTestContainer[] = []
  const stop = async () => void (await Promise.all(started.map((container) => container.stop())))
  try {
    const password = randomBytes(12).toString('hex')
    const postgres = await start('postgres', 5432, { POSTGRES_PASSWORD: password })
    started.push(postgres)
    const redis = await start('redis', 6379)
    started.push(redis)
    const urls = {
      postgresUrl: `postgresql://postgres:${password}@${at(postgres)}/postgres`,
      redisUrl: `redis://${at(redis)}`,
    }
    await answers(urls)
    return { ...urls, [Symbol.asyncDispose]: stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function start(
  service: 'postgres' | 'redis',
  port: number,
  secrets: Record<string, string> = {},
): Promise<StartedTestContainer> {
  const {
    image,
    command = [],
    environment = {},
    healthcheck,
  } = readCompose().services[service] ?? { image: '' }
  const settings = Object.entries(environment).filter(([name]) => !name.endsWith('_FILE'))
  const test = healthcheck?.test as ['CMD', ...string[]]
  const container = new GenericContainer(image)
    .withCommand(command)
    .withEnvironment({ ...Object.fromEntries(settings), ...secrets })
    .withExposedPorts(port)
    .withHealthCheck({ test, interval: 1_000, timeout: 5_000, retries: 60 })
    .withWaitStrategy(Wait.forHealthCheck())
    .start()
  const outcome = await withDeadline(container, START_MS)
  if (outcome.done) return outcome.value
  void container.then((late) => late.stop()).catch(() => {})
  throw new Error(`${image} did not start within ${START_MS / 60_000} minutes`)
}

/** Tests put a proxy on loopback in front of a server, so it must be reached by way of this machine. */
function at(container: StartedTestContainer): string {
  const host = container.getHost()
  if (host !== 'localhost' && host !== '127.0.0.1')
    throw new Error(`its containers run on another host, ${host}`)
  return `127.0.0.1:${container.getFirstMappedPort()}`
}

/** A port that is mapped is not yet one that can be reached from here. */
async function answers({ postgresUrl, redisUrl }: { postgresUrl: string; redisUrl: string }): Promise<void> {
  const client = new pg.Client(postgresUrl)
  await client.connect()
  await client.end()
  const redis = new Redis(redisUrl, { lazyConnect: true, maxRetriesPerRequest: 1, retryStrategy: null })
  await redis.connect().finally(() => redis.disconnect())
}
