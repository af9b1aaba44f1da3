import { fold } from '../fold/fold.ts'
import { contentWords } from './near-copy.ts'

/**
 * Equal for two texts that are one text: after folding, with retweet marks, handles, links, case and punctuation away. Unlike
 * `isNearCopy` it holds for short texts too, for it asks whether rows are independent, not whether patients are the same. A
 * text without a word of its own is equal to itself alone.
 */
export function copyKey(text: string): string {
  const words = contentWords(text, text.length)
  return words.length > 0 ? words.join(' ') : fold(text).text
}
