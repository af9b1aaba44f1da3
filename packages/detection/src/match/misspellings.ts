import { fold } from '../fold/fold.ts'

const neighbours: Readonly<Record<string, string>> = {
  a: 'sqz',
  b: 'vn',
  c: 'xv',
  d: 'sf',
  e: 'wr',
  f: 'dg',
  g: 'fh',
  h: 'gj',
  i: 'uo',
  j: 'hk',
  k: 'jl',
  l: 'k',
  m: 'n',
  n: 'bm',
  o: 'ip',
  p: 'o',
  q: 'wa',
  r: 'et',
  s: 'ad',
  t: 'ry',
  u: 'yi',
  v: 'cb',
  w: 'qe',
  x: 'zc',
  y: 'tu',
  z: 'xs',
}
const soundsLike: [RegExp, string[]][] = [
  [/ph/, ['f']],
  [/f/, ['ph']],
  [/c(?=[aou lrt])/, ['k']],
  [/c$/, ['k', 'ck']],
  [/c(?=[eiy])/, ['s']],
  [/k/, ['c']],
  [/x/, ['ks', 'cs', 'z']],
  [/z/, ['s']],
  [/s/, ['z', 'c']],
  [/y/, ['i']],
  [/i/, ['y', 'e']],
  [/ei/, ['ie']],
  [/ie/, ['ei']],
  [/th/, ['t']],
  [/qu/, ['k', 'kw']],
  [/ae|oe/, ['e']],
  [/v/, ['b']],
  [/a/, ['e', 'o']],
  [/e/, ['a', 'i', 'o']],
  [/o/, ['a', 'u', 'e']],
  [/u/, ['o']],
]

/** Every place a sound may be respelt, not only the first. */
function phonetic(name: string): string[] {
  const out: string[] = []
  for (const [sound, spellings] of soundsLike) {
    for (const hit of name.matchAll(new RegExp(sound.source, 'g'))) {
      for (const spelling of spellings)
        out.push(name.slice(0, hit.index) + spelling + name.slice(hit.index + hit[0].length))
    }
  }
  return out
}

function doubledOrSingled(name: string): string[] {
  const out: string[] = []
  for (let i = 1; i < name.length; i++) {
    if (name[i] === name[i - 1]) out.push(name.slice(0, i) + name.slice(i + 1))
    else if (/[bcdfglmnprstvxz]/.test(name[i] ?? '')) out.push(name.slice(0, i) + name[i] + name.slice(i))
  }
  return out
}

function slips(name: string): string[] {
  const out: string[] = []
  for (let i = 1; i < name.length - 1; i++)
    out.push(name.slice(0, i) + name[i + 1] + name[i] + name.slice(i + 2))
  for (let i = 1; i < name.length; i++) out.push(name.slice(0, i) + name.slice(i + 1))
  for (let i = 1; i < name.length; i++)
    for (const near of neighbours[name[i] ?? ''] ?? '') out.push(name.slice(0, i) + near + name.slice(i + 1))
  return out
}

/**
 * Plausible misspellings of one name, likeliest kind first: respelt sounds, doubled or single letters, swapped, missing
 * and neighbouring keys. The first letter stays, except where its sound is respelt. Names under five letters give none:
 * their misspellings are other words.
 */
export function generateMisspellings(name: string, most = 120): string[] {
  const folded = fold(name).text.trim()
  if (folded.length < 5 || /[^a-z]/.test(folded)) return []
  const candidates = [...phonetic(folded), ...doubledOrSingled(folded), ...slips(folded)]
  return [...new Set(candidates)].filter((word) => word !== folded && word.length >= 4).slice(0, most)
}
