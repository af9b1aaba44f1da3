import type { PriorityFlag, Seriousness, SpecialSituation } from '@hark/domain'
import { HashIndex } from '../model/hash.ts'
import { type ModelFile, readModelFile } from '../model/model-file.ts'
import type { Reading } from '../reading.ts'
import { impliedBy, inOrder } from '../rules/priorities.ts'
import type { Held, Situations } from '../rules/situations.ts'
import { type TagFeatures, tagFeatures } from './tag-features.ts'

/** One tag: a rule's hit holds unless its score is under `least`; words alone hold it from `enough` on. */
type Tag = { code: string; bias: number; scale: number; least: number; enough: number }

/**
 * The one language with rows enough to learn a tag from words alone; in others only what the rules found is weighed, and the words
 * around must tell against it the more plainly.
 */
const taught = 'en'
const doubt = 1

/** Share of a word among many: long posts say more without meaning more. */
const wordShare = (words: number): number => 4 / Math.sqrt(Math.max(8, words))

/**
 * A linear reading of every tag over stems, pairs of stems and the rules' own hits (training/fit/tags.py). It takes back what the rules
 * say where the words around tell against it, and adds what is told in words no list has; the n-gram that spoke most is the evidence.
 */
export class TagModel {
  private readonly tags: Tag[]
  private readonly index: HashIndex
  private readonly starts: Int32Array
  private readonly columns: Int8Array
  private readonly weights: Int8Array

  constructor(file: ModelFile) {
    this.tags = file.header.tags as Tag[]
    this.index = new HashIndex(file.int32('tags.hashes'))
    this.starts = file.int32('tags.starts')
    this.columns = file.int8('tags.columns')
    this.weights = file.int8('tags.weights')
  }

  /** Scores of every tag (log odds) and, per tag, the feature that weighed most for it; -1 where none did. */
  score(features: TagFeatures): { scores: Float64Array; strongest: Int32Array } {
    const { hashes, words, from, to } = features
    const count = this.tags.length
    const scores = Float64Array.from(this.tags, ({ bias }) => bias)
    const strongest = new Int32Array(count).fill(-1)
    const most = new Float64Array(count)
    const seen = new Set<number>()
    const share = wordShare(new Set(hashes.subarray(0, words)).size)
    for (let at = 0; at < hashes.length; at++) {
      const place = this.index.find(hashes[at] ?? 0)
      if (place < 0 || seen.has(place)) continue
      seen.add(place)
      const value = at < words ? share : 1
      for (let entry = this.starts[place] ?? 0; entry < (this.starts[place + 1] ?? 0); entry++) {
        const tag = this.columns[entry] ?? 0
        const weight = (this.weights[entry] ?? 0) * (this.tags[tag]?.scale ?? 0) * value
        scores[tag] = (scores[tag] ?? 0) + weight
        if (weight <= (most[tag] ?? 0) || (to[at] ?? 0) <= (from[at] ?? 0)) continue
        most[tag] = weight
        strongest[tag] = at
      }
    }
    return { scores, strongest }
  }

  /** The situations of a text for one product, weighed: some the rules held fall, some they had no words for come. */
  weigh(reading: Reading, product: number, held: Situations): Situations {
    const features = tagFeatures(reading, product, held)
    const { scores, strongest } = this.score(features)
    const telling = reading.language.known && reading.language.lang === taught
    const weighed = <Code extends string>(sign: string, items: readonly Held<Code>[]): Held<Code>[] =>
      this.tags.flatMap(({ code, least, enough }, tag) => {
        if (code[0] !== sign) return []
        const name = code.slice(1) as Code
        const score = scores[tag] ?? 0
        const said = items.filter((item) => item.code === name)
        if (said.length > 0) return score >= (telling ? least : least - doubt) ? said : []
        const at = strongest[tag] ?? -1
        if (!telling || score < enough || at < 0) return []
        return [{ code: name, from: features.from[at] ?? 0, to: features.to[at] ?? 0, byWords: true }]
      })
    const special = weighed<SpecialSituation>('@', held.special)
    const serious = weighed<Seriousness>('!', held.serious)
    const priority = weighed<PriorityFlag>('#', held.priority)
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
