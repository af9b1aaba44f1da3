import { setTimeout as pause } from 'node:timers/promises'
import { type ServiceName, type ServiceProcess, type ServiceWorld, startService } from './services.ts'
import type { Ended } from './start-process.ts'

type Env = Record<string, string>
export type Death = Ended & { name: ServiceName; output: string }

export type Supervisor = AsyncDisposable & {
  /** Starts a service and keeps it running until `rest`; resolves when it is ready for the first time. */
  keep(name: ServiceName, firstEnv?: Env): Promise<void>
  /** SIGKILL; false when it was not running at that moment. It is started again at once. */
  kill(name: ServiceName): Promise<boolean>
  /** SIGKILL, and started again with `env` for that one life: how a crash point is armed. Resolves at the new life's end. */
  oneLife(name: ServiceName, env: Env): Promise<Death>
  /** Stops a service in order and keeps it stopped. */
  rest(name: ServiceName): Promise<void>
  /** Every end so far, in order. */
  readonly deaths: Death[]
  /** What the services now running wrote last, to show when a test fails. */
  outputs(): string[]
  /** Ends that nobody asked for: neither SIGKILL nor an orderly stop. */
  unexplained(): Death[]
}

/** `rest` ends in code 0, and in SIGTERM itself who had only just been started and does not listen for it yet. */
const ours: (NodeJS.Signals | null)[] = ['SIGKILL', 'SIGTERM']

type Post = {
  next: Env
  process: ServiceProcess | null
  resting: boolean
  done: Promise<void>
  lives: PromiseWithResolvers<Death>[]
}

/** Starts each service anew the moment it ends, as a supervisor does, without the growing pauses of the real one. */
export function superviseServices(world: ServiceWorld): Supervisor {
  const posts = new Map<ServiceName, Post>()
  const deaths: Death[] = []

  async function live(name: ServiceName, post: Post): Promise<void> {
    while (!post.resting) {
      const env = post.next
      post.next = {}
      const life = Object.keys(env).length > 0 ? post.lives.shift() : undefined
      post.process = await startService(name, world, env)
      if (post.resting) void post.process.stop()
      const death = { name, ...(await post.process.ended), output: post.process.output() }
      deaths.push(death)
      life?.resolve(death)
    }
  }
  async function rest(name: ServiceName): Promise<void> {
    const post = posts.get(name)
    if (!post) return
    post.resting = true
    await post.process?.stop()
    await post.done
    posts.delete(name)
  }
  async function kill(name: ServiceName): Promise<boolean> {
    const process = posts.get(name)?.process
    if (!process?.running()) return false
    return (await process.kill()).signal === 'SIGKILL'
  }
  return {
    deaths,
    unexplained: () => deaths.filter(({ signal, code }) => !(code === 0 || ours.includes(signal))),
    outputs: () => [...posts].map(([name, post]) => `${name}: ${post.process?.output() ?? 'not started'}`),
    kill,
    rest,
    keep: async (name, firstEnv = {}) => {
      const post: Post = { next: firstEnv, process: null, resting: false, done: Promise.resolve(), lives: [] }
      posts.set(name, post)
      post.done = live(name, post)
      while (!post.process) await pause(5)
      await post.process.ready()
    },
    oneLife: async (name, env) => {
      const post = posts.get(name)
      if (!post) throw new Error(`${name} is not kept`)
      const life = Promise.withResolvers<Death>()
      while (!post.process?.running()) await pause(5) // a start under way has its environment already
      post.next = env
      post.lives.push(life)
      await post.process.kill()
      return life.promise
    },
    [Symbol.asyncDispose]: async () => void (await Promise.all([...posts.keys()].map(rest))),
  }
}
