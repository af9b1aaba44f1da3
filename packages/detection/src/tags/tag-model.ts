import type { PriorityFlag, Seriousness, SpecialSituation } from '@hark/domain'
import { type Cues, cuesOf } from '../cues/find-cues.ts'
import { countDistinct, HashIndex } from '../model/hash.ts'
import { type ModelFile, readModelFile } from '../model/model-file.ts'
import type { Reading } from '../reading.ts'
import { impliedBy, inOrder } from '../rules/priorities.ts'
import { type Held, isMeantOtherwise, type Situations } from '../rules/situations.ts'
import { type TagFeatures, tagFeatures } from './tag-features.ts'

/** One tag: a rule's hit holds unless its score is under `least`; words alone hold it from `enough` on. */
type Tag = { code: string; bias: number; scale: number; least: number; enough: number }
/** The same with its place in the list and its name without the sign of its kind. */
type Named = Tag & { at: number; name: string }

/**
 * The one language with rows enough to learn a tag from words alone; in others only what the rules found is weighed, and the words
 * around must tell against it the more plainly.
 */
const taught = 'en'
const doubt = 1

const signs = { special: '@', serious: '!', priority: '#' } as const
type Kind = keyof typeof signs

/** The father's exposure is told of a father (`special.PREGNANCY_PATERNAL.needs`): her weeks alone speak for it and mean her. */
const lacks = (code: string, cues: Cues): boolean =>
  code === 'PREGNANCY_PATERNAL' && cuesOf(cues, `special.${code}.needs`).length === 0

/** Share of a word among many: long posts say more without meaning more. */
const wordShare = (words: number): number => 4 / Math.sqrt(Math.max(8, words))

/**
 * A linear reading of every tag over stems, pairs of stems and the rules' own hits (training/fit/tags.py). It takes back what the rules
 * say where the words around tell against it, and adds what is told in words no list has; the n-gram that spoke most is the evidence.
 */
export class TagModel {
  private readonly tags: Tag[]
  /** Tags of each kind, by the sign before their names. */
  private readonly kinds: ReadonlyMap<string, readonly Named[]>
  private readonly biases: Float64Array
  private readonly index: HashIndex
  private readonly starts: Int32Array
  private readonly columns: Int8Array
  private readonly weights: Float32Array
  private readonly seen: Int32Array
  private post = 0

  constructor(file: ModelFile) {
    this.tags = file.header.tags as Tag[]
    this.kinds = Map.groupBy(
      this.tags.map((tag, at) => ({ ...tag, at, name: tag.code.slice(1) })),
      ({ code }) => code.charAt(0),
    )
    this.biases = new Float64Array(this.tags.map(({ bias }) => bias))
    const hashes = file.int32('tags.hashes')
    this.index = new HashIndex(hashes)
    this.starts = file.int32('tags.starts')
    this.columns = file.int8('tags.columns')
    this.weights = Float32Array.from(
      file.int8('tags.weights'),
      (weight, entry) => weight * (this.tags[this.columns[entry] ?? 0]?.scale ?? 0),
    )
    this.seen = new Int32Array(hashes.length)
  }

  /** Log odds of every tag. */
  score({ hashes, words }: TagFeatures): Float64Array {
    const { columns, starts, weights, seen } = this
    this.post = (this.post + 1) | 0
    const { post } = this
    const scores = this.biases.slice()
    const share = wordShare(countDistinct(hashes, words))
    for (let at = 0; at < hashes.length; at++) {
      const place = this.index.find(hashes[at] as number)
      if (place < 0 || seen[place] === post) continue
      seen[place] = post
      const value = at < words ? share : 1
      const to = starts[place + 1] as number
      for (let entry = starts[place] as number; entry < to; entry++) {
        const tag = columns[entry] as number
        scores[tag] = (scores[tag] as number) + (weights[entry] as number) * value
      }
    }
    return scores
  }

  /** The feature with words of its own that weighs most for a tag, -1 where none does. */
  private strongest(tag: number, { hashes, words, from, to }: TagFeatures): number {
    const share = wordShare(countDistinct(hashes, words))
    let best = -1
    let most = 0
    for (let at = 0; at < hashes.length; at++) {
      const place = this.index.find(hashes[at] as number)
      if (place < 0 || (to[at] as number) <= (from[at] as number)) continue
      for (let entry = this.starts[place] as number; entry < (this.starts[place + 1] as number); entry++) {
        if (this.columns[entry] !== tag) continue
        const weight = (this.weights[entry] as number) * (at < words ? share : 1)
        if (weight > most) [best, most] = [at, weight]
      }
    }
    return best
  }

  /** The situations of a text for one product, weighed: some the rules held fall, some they had no words for come. */
  weigh(reading: Reading, product: number, held: Situations): Situations {
    const features = tagFeatures(reading, product, held)
    const scores = this.score(features)
    const telling = reading.language.known && reading.language.lang === taught
    const weighed = <Code extends string>(kind: Kind, items: readonly Held<Code>[]): Held<Code>[] => {
      const found: Held<Code>[] = []
      for (const { name, at, least, enough } of this.kinds.get(signs[kind]) ?? []) {
        const score = scores[at] ?? 0
        const code = name as Code
        const said = items.length > 0 ? items.filter((item) => item.code === code) : []
        if (said.length > 0) {
          if (score >= (telling ? least : least - doubt)) found.push(...said)
          continue
        }
        const best = telling && score >= enough ? this.strongest(at, features) : -1
        if (best < 0) continue
        const place = { from: features.from[best] ?? 0, to: features.to[best] ?? 0 }
        if (lacks(code, reading.cues) || isMeantOtherwise(`${kind}.${code}`, place, reading.cues)) continue
        found.push({ code, ...place, byWords: true })
      }
      return found
    }
    const special = weighed<SpecialSituation>('special', held.special)
    const serious = weighed<Seriousness>('serious', held.serious)
    const priority = weighed<PriorityFlag>('priority', held.priority)
    return {
      special,
      serious,
      priority: inOrder([...priority, ...impliedBy({ special, serious }, reading.patients)]),
    }
  }
}

/** Reads `tags.json` and `tags.bin`; `read` sees every byte, for the model id. */
export function loadTagModel(read: (path: string) => Buffer): TagModel {
  return new TagModel(readModelFile(read('tags/tags.json').toString('utf8'), read('tags/tags.bin')))
}
