import { until } from '@hark/testkit'
import { expect } from 'vitest'
import type { Person } from '../journey/person.ts'
import { ListeningPost } from './listening-post.ts'
import { type Account, LocalNetwork } from './local-network.ts'

export const SOON_MS = 120_000
/** More than any test here takes on a busy machine. */
export const TIMEOUT = { timeout: 300_000 }
export const unless = (why: string | null) => (why ? ` (skipped: ${why})` : '')

const programme = {
  name: 'Zolvara in Europe',
  objective: 'Hear what people say happened to them with Zolvara.',
  strategy: 'Listen to the whole of Bluesky for its names, answer with the way to report.',
  markets: ['IE', 'DE'],
  languages: ['en', 'de'],
  responsible: ['Lea Lindqvist'],
  receivingEntity: 'Harbour Pharma Ltd',
  receivingZone: 'Europe/Dublin',
  products: [{ brand: 'Zolvara', substance: 'zolvaribine' }],
}

/** What the api needs to let a reply be drafted. */
export const mayReply = { HARK_REPLY_PLATFORMS: 'bluesky', HARK_PV_CONTACT: 'safety@harbour.example' }

export type Posted = { uri: string; cid: string }
type Env = Parameters<typeof ListeningPost.open>[0]

/** A network with users who have a story each, and Hark beside it, its services apart. */
export class Scene<Story extends string> implements AsyncDisposable {
  readonly network: LocalNetwork
  readonly hark: ListeningPost
  readonly brand: Account
  readonly users: Record<Story, Account>
  readonly posts = {} as Record<Story, Posted>
  readonly caseIds = {} as Record<Story, string>
  readonly #stories: Record<Story, string>
  readonly #people = new Map<string, Person>()

  private constructor(o: {
    network: LocalNetwork
    hark: ListeningPost
    brand: Account
    users: Record<Story, Account>
    stories: Record<Story, string>
  }) {
    this.network = o.network
    this.hark = o.hark
    this.brand = o.brand
    this.users = o.users
    this.#stories = o.stories
  }

  static async open<Story extends string>(
    stories: Record<Story, string>,
    env: (network: LocalNetwork, brand: Account) => Env = () => ({}),
    networkDatabase?: string,
  ): Promise<Scene<Story>> {
    const network = await LocalNetwork.start(networkDatabase)
    const brand = await network.join('harbour-safety')
    const users = {} as Record<Story, Account>
    for (const story of Object.keys(stories) as Story[])
      users[story] = await network.join(`user-${story.toLowerCase()}`)
    const given = env(network, brand)
    const hark = await ListeningPost.open({ ...given, ingest: { HARK_LOG_LEVEL: 'info', ...given.ingest } })
    await Promise.all((['clock', 'classifier', 'api'] as const).map((name) => hark.run(name)))
    const scene = new Scene({ network, hark, brand, users, stories })
    for (const name of ['ana', 'ben', 'cho']) scene.#people.set(name, await hark.signIn(name))
    return scene
  }

  person(name: 'ana' | 'ben' | 'cho'): Person {
    return this.#people.get(name) as Person
  }

  /** The programme, and its source accepted by name; without the name, what a person is shown first. */
  async goLive(acknowledge = true) {
    const live = ['live', 'bluesky', '--programme', 'Zolvara', '--url', this.network.where.jetstream]
    if (!acknowledge) {
      const file = this.hark.write('programme.json', { ...programme, replyAccount: this.brand.did })
      expect(await this.hark.hark('programme', 'create', file)).toMatchObject({ code: 0 })
      return this.hark.hark(...live)
    }
    return this.hark.hark(...live, '--acknowledge', 'Lea Lindqvist')
  }

  /** Ingest, which may reach the network's stream and, of its other servers on this machine, those named. */
  async listen(...servers: string[]) {
    const allowed = [this.network.where.jetstream, ...servers].map((url) => new URL(url).host)
    const ingest = await this.hark.run('ingest', { HARK_FETCH_ALLOW: allowed.join(',') })
    const connected = () => ingest.stdout().includes('"state":"connected"')
    await until('it listens', connected, SOON_MS, ingest.output)
    return ingest
  }

  /** Users post their stories. */
  async tell(...stories: Story[]): Promise<void> {
    for (const story of stories)
      this.posts[story] = await this.network.post(this.users[story], this.#stories[story])
  }

  /** Waits until each of these is one case in the queue, found by the name in it. */
  async heard(stories: readonly Story[], withinMs = SOON_MS): Promise<void> {
    for (const story of stories) {
      const name = /\(\d+\)/.exec(this.#stories[story])?.index ?? 0
      const word = this.#stories[story].slice(0, name).trim().split(' ').at(-1) ?? ''
      const found = async () => (await this.person('ana').must('GET', `/api/queue?search=${word}`)).items
      await until(`${story} is in the queue`, async () => (await found()).length === 1, withinMs)
      this.caseIds[story] = (await found())[0].id
      expect(await this.post(story)).toMatchObject({
        text: this.#stories[story],
        platform: 'bluesky',
        externalId: this.posts[story].uri,
      })
    }
  }

  theCase(story: Story) {
    return this.person('ana').must('GET', `/api/cases/${this.caseIds[story]}`)
  }

  async post(story: Story) {
    return (await this.theCase(story)).postList[0]
  }

  /** Waits until the post is shown as gone for this reason; null for one that is there. */
  async showsRemoval(story: Story, reason: string | null): Promise<void> {
    const shown = async () => (await this.post(story)).removalReason === reason
    await until(`${story} is ${reason ?? 'there again'}`, shown, SOON_MS)
    expect((await this.post(story)).removedAt === null).toBe(reason === null)
  }

  /** Every sum is zero, and the ledger is valid. */
  async holds(): Promise<void> {
    expect(await this.hark.hark('balance')).toMatchObject({ code: 0 })
    expect(await this.hark.hark('verify', '--vkey', this.hark.vkey)).toMatchObject({ code: 0 })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.hark[Symbol.asyncDispose]()
    await this.network[Symbol.asyncDispose]()
  }
}
