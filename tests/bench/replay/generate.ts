import { hashOf, shareOf } from './hash.ts'
import type { Shape, Slot } from './shapes.ts'
import { textPools } from './texts.ts'
import { tidOf } from './tid.ts'

export type Plan = {
  posts: number
  /** Of all posts, those that name one of `names`. */
  matched: number
  names: readonly string[]
  endUs: number
  shapes: readonly Shape[]
}

/** Posts a second of the whole network, as 3.3 million in 36 hours. */
const POSTS_PER_SECOND = 3_300_000 / (36 * 3600)
/** Answers come minutes later: farther apart than a reader holds at once. */
const ANSWERED = { atLeast: 4_000, atMost: 90_000 }

/**
 * The events of an absence, none of them held: each is made from its place alone, in the order and mixture of the recorded ones, and
 * is the same however often it is asked for. Names of posts that events speak of (answers, deletions) are those of earlier ones.
 */
export class Absence {
  readonly count: number
  readonly startUs: number
  readonly posts: number
  readonly #stepUs: number
  readonly #plan: Plan
  readonly #texts: ReturnType<typeof textPools>
  /** How far before each shape the nearest post stands. */
  readonly #toPost: number[]

  constructor(plan: Plan) {
    const { shapes } = plan
    const inRound = shapes.filter(({ kind }) => kind === 'post').length
    const rounds = Math.ceil(plan.posts / inRound)
    this.#plan = plan
    this.count = rounds * shapes.length
    this.posts = rounds * inRound
    this.#stepUs = Math.floor((1e6 * this.posts) / POSTS_PER_SECOND / this.count)
    this.startUs = plan.endUs - this.count * this.#stepUs
    this.#texts = textPools(shapes, plan.names)
    const isPost = (at: number) => shapes[(at + shapes.length) % shapes.length]?.kind === 'post'
    this.#toPost = shapes.map((_, at) => {
      let back = 0
      while (!isPost(at - back)) back += 1
      return back
    })
  }

  /** The first event that is not before this time. */
  placeAt(timeUs: number): number {
    return Math.max(0, Math.ceil((timeUs - this.startUs) / this.#stepUs))
  }

  timeUs(n: number): number {
    return this.startUs + n * this.#stepUs
  }

  shapeOf(n: number): Shape {
    const { shapes } = this.#plan
    return shapes[((n % shapes.length) + shapes.length) % shapes.length] as Shape
  }

  names(n: number): boolean {
    return this.shapeOf(n).kind === 'post' && shareOf(n, 1) < this.#plan.matched
  }

  /** The posts that this one answers, parent and root. */
  answered(n: number): number[] {
    const shape = this.shapeOf(n)
    if (!shape.slots.includes('parent')) return []
    const parent = this.#earlier(n, 2)
    return [parent, shape.deep ? this.#earlier(parent, 3) : parent]
  }

  /** The post a deletion takes back. */
  deleted(n: number): number | null {
    return this.shapeOf(n).kind === 'delete' ? this.#earlier(n, 2) : null
  }

  line(n: number): string {
    const shape = this.shapeOf(n)
    const { pieces, slots } = shape
    let line = pieces[0] as string
    for (let i = 0; i < slots.length; i++)
      line += this.#fill(slots[i] as Slot, n, shape) + (pieces[i + 1] as string)
    return line
  }

  uri(n: number): string {
    return `at://${didOf(n)}/app.bsky.feed.post/${this.#key(n)}`
  }

  #fill(slot: Slot, n: number, shape: Shape): string {
    const spoken = shape.kind === 'delete' ? this.#earlier(n, 2) : n
    if (slot === 'text') return this.#texts.of(n, shape, this.names(n))
    if (slot === 'did') return didOf(spoken)
    if (slot === 'rkey') return this.#key(spoken)
    if (slot === 'rev') return tidOf(this.timeUs(n) + 1)
    if (slot === 'timeUs') return String(this.timeUs(n))
    if (slot === 'created') return new Date(this.timeUs(n) / 1000 - 1_500).toISOString()
    if (slot === 'cid') return `bafyrei${tidOf(this.timeUs(n))}${'q'.repeat(39)}`
    const answered = slot === 'subject' ? [this.#earlier(n, 2)] : this.answered(n)
    return this.uri((slot === 'root' ? answered[1] : answered[0]) as number)
  }

  #key(n: number): string {
    return tidOf(this.timeUs(n))
  }

  #earlier(n: number, salt: number): number {
    const { atLeast, atMost } = ANSWERED
    const before = n - atLeast - (hashOf(n, salt) % (atMost - atLeast))
    const { length } = this.#plan.shapes
    return before - (this.#toPost[((before % length) + length) % length] as number)
  }
}

/** Four hundred thousand people, each writing now and then. */
const AUTHORS = 400_000
const didOf = (n: number): string => `did:plc:${tidOf(hashOf(n, 4) % AUTHORS)}${'w'.repeat(11)}`
