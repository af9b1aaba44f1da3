import { hashOf, shareOf } from './hash.ts'
import { calm, events, openers, phrases } from './phrases.ts'
import type { Shape } from './shapes.ts'

const POOL = 512
/** Of posts that name a medicine, those that tell of an adverse event: as in the everyday mixture of the bench. */
const EVENTS = 0.15

/** Texts as long as the recorded ones and in their languages, made once: what differs from post to post is which. */
export function textPools(shapes: readonly Shape[], names: readonly string[]) {
  const pools = new Map(shapes.filter(({ kind }) => kind === 'post').map((shape) => [shape, poolOf(shape)]))
  const pick = (of: readonly string[], n: number, salt: number) => of[hashOf(n, salt) % of.length] as string
  return {
    /** Escaped for JSON, without quotes. */
    of: (n: number, shape: Shape, named: boolean): string => {
      const usual = pick(pools.get(shape) ?? [''], n, 5)
      if (!named) return usual
      const said = pick(shareOf(n, 6) < EVENTS ? events : calm, n, 7)
      return `${pick(openers, n, 8)} ${pick(names, n, 9)}: ${said}. ${usual}`.trimEnd()
    },
  }
}

function poolOf({ letters, lang }: Shape): string[] {
  const known = phrases[lang] ?? (phrases.en as string[])
  return Array.from({ length: letters === 0 ? 1 : POOL }, (_, n) => {
    const written = Array.from(
      { length: Math.ceil(letters / 6) },
      (_, i) => known[hashOf(n * 64 + i, 10) % known.length],
    )
    const joined = written.join(n % 3 === 0 ? '.\n\n' : ', ')
    return JSON.stringify([...joined].slice(0, letters).join('').trimEnd()).slice(1, -1)
  })
}
