/**
 * The phrase language of the lists in `data/`: words apart by spaces, and
 * `(a|b c)` one of these · `x?` may be missing · `hospitali*` words that begin so · `#` a number · `_` any word ·
 * `_3` up to three words between, `_12` up to twelve · `<drug>` a medicine · `<event>` a symptom found before · `@kin` a named list.
 */
export type Step =
  | { is: 'word'; word: string }
  | { is: 'prefix'; prefix: string }
  | { is: 'gap'; most: number }
  | { is: 'oneOf'; options: Step[][]; optional: boolean }

export type NamedLists = ReadonlyMap<string, string>

/** `cut` folds and splits plain words exactly as posts are cut. */
export function parsePattern(source: string, lists: NamedLists, cut: (text: string) => string[]): Step[] {
  const expanded = source.replace(/@(\w+)/g, (_, name: string) => {
    const list = lists.get(name)
    if (list === undefined) throw new Error(`unknown list @${name} in phrase "${source}"`)
    return `(${list})`
  })
  return readSteps(expanded.trim(), cut)
}

function readSteps(source: string, cut: (text: string) => string[]): Step[] {
  const steps: Step[] = []
  for (const part of splitOutside(source, ' ')) if (part) steps.push(...readPart(part, cut))
  return steps
}

function readPart(part: string, cut: (text: string) => string[]): Step[] {
  if (part.startsWith('(')) {
    const optional = part.endsWith('?')
    if (!/\)\??$/.test(part)) throw new Error(`"${part}" opens a bracket it does not close`)
    const inner = part.slice(1, optional ? -2 : -1)
    return [
      { is: 'oneOf', optional, options: splitOutside(inner, '|').map((option) => readSteps(option, cut)) },
    ]
  }
  if (part === '#' || part === '<drug>' || part === '<event>') return [{ is: 'word', word: part }]
  const gap = /^_(\d{0,2})$/.exec(part)
  if (gap) return gap[1] ? [{ is: 'gap', most: Number(gap[1]) }] : [{ is: 'prefix', prefix: '' }]
  if (part.endsWith('*')) return [{ is: 'prefix', prefix: cut(part.slice(0, -1)).join('') }]
  if (part.endsWith('?'))
    return [{ is: 'oneOf', optional: true, options: [readPart(part.slice(0, -1), cut)] }]
  return cut(part).map((word) => ({ is: 'word', word }))
}

/** Splits at `mark` outside brackets. */
function splitOutside(source: string, mark: string): string[] {
  const parts: string[] = []
  let depth = 0
  let from = 0
  for (let i = 0; i < source.length; i++) {
    if (source[i] === '(') depth++
    else if (source[i] === ')') depth--
    else if (source[i] === mark && depth === 0) {
      parts.push(source.slice(from, i))
      from = i + 1
    }
  }
  parts.push(source.slice(from))
  return parts
}
