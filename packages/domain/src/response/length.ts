import type { Platform } from '../post.ts'
import { contactsIn } from './contact.ts'

export type TextLength = { used: number; limit: number; unit: string }

/** Characters (user-perceived) a reply may hold; a platform that is not listed takes no reply from Hark. */
const characterLimits: Partial<Record<Platform, number>> = {
  practice: 500,
  mastodon: 500,
  reddit: 10_000,
  youtube: 10_000,
  facebook: 8_000,
  instagram: 2_200,
  linkedin: 1_250,
  discourse: 32_000,
}
const URL_LENGTH = 23
const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' })
const graphemes = (text: string): string[] => Array.from(segmenter.segment(text), (s) => s.segment)

/**
 * How much of a platform's limit a text takes, by that platform's own way of counting. Bluesky has two limits: bytes
 * are reported once they are what does not fit. X and Mastodon count a link as 23.
 */
export function measureLength(text: string, platform: Platform): TextLength {
  if (platform === 'bluesky') return bluesky(text)
  if (platform === 'x') return { used: weighted(text), limit: 280, unit: 'weighted characters' }
  const limit = characterLimits[platform] ?? 0
  const counted = platform === 'mastodon' ? asMastodonCounts(text) : text
  return { used: graphemes(counted).length, limit, unit: 'characters' }
}

function bluesky(text: string): TextLength {
  const used = graphemes(text).length
  const bytes = new TextEncoder().encode(text).length
  if (bytes > 3000 && bytes / 3000 > used / 300) return { used: bytes, limit: 3000, unit: 'bytes' }
  return { used, limit: 300, unit: 'graphemes' }
}

/** Mastodon counts a link with scheme as 23 and a name without its server. */
function asMastodonCounts(text: string): string {
  let out = ''
  let at = 0
  for (const c of contactsIn(text)) {
    const short = c.kind === 'url' && /^https?:/i.test(c.text) ? 'x'.repeat(URL_LENGTH) : null
    const local = c.kind === 'mention' ? c.text.replace(/(?<=.)@.*$/, '') : null
    out += text.slice(at, c.start) + (short ?? local ?? c.text)
    at = c.end
  }
  return out + text.slice(at)
}

/** twitter-text v3: light ranges weigh 1, everything else and every emoji 2, a link 23. Never less than X counts. */
function weighted(text: string): number {
  const composed = text.normalize('NFC')
  let used = 0
  let at = 0
  for (const c of contactsIn(composed)) {
    if (c.kind !== 'url') continue
    // Whether a bare domain becomes a link depends on X's list of endings: the dearer of both is taken.
    const bare = /^https?:/i.test(c.text) ? 0 : weightOf(c.text)
    used += weightOf(composed.slice(at, c.start)) + Math.max(URL_LENGTH, bare)
    at = c.end
  }
  return used + weightOf(composed.slice(at))
}

const emoji = /^\p{RGI_Emoji}$/v

function weightOf(text: string): number {
  let sum = 0
  for (const cluster of graphemes(text)) {
    if (emoji.test(cluster)) sum += 2
    else for (const char of cluster) sum += isLight(char.codePointAt(0) ?? 0) ? 1 : 2
  }
  return sum
}

const isLight = (cp: number): boolean =>
  cp <= 4351 || (cp >= 8192 && cp <= 8205) || (cp >= 8208 && cp <= 8223) || (cp >= 8242 && cp <= 8247)
