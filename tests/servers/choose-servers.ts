import { runtimeAnswers, startContainers } from './containers.ts'

/** `why` says which, and the reason, in one sentence; URLs of Postgres are a superuser's. */
export type Servers = AsyncDisposable & { why: string; postgresUrl: string } & (
    | { on: 'containers'; redisUrl: string }
    | { on: 'embedded' }
  )

/** The images that users run where a container runtime answers and gives them, else the embedded server of this run. */
export async function chooseServers(): Promise<Servers> {
  if (process.env.HARK_OFFLINE === '1') return embedded('HARK_OFFLINE=1 pulls no image')
  if (!(await runtimeAnswers())) return embedded('no container runtime answers')
  try {
    const { postgresUrl, redisUrl, [Symbol.asyncDispose]: stop } = await startContainers()
    const why = 'on containers: a container runtime answers'
    return { on: 'containers', why, postgresUrl, redisUrl, [Symbol.asyncDispose]: stop }
  } catch (error) {
    return embedded(`a container runtime answers, but ${(error as Error).message}`)
  }
}

function embedded(reason: string): Servers {
  return {
    on: 'embedded',
    why: `on the embedded servers: ${reason}`,
    postgresUrl: process.env.HARK_TEST_POSTGRES_URL ?? '',
    [Symbol.asyncDispose]: async () => {},
  }
}
