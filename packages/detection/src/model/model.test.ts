import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Product } from '@hark/domain'
import { describe, expect, test } from 'vitest'
import { detect } from '../detect.ts'
import { compileMatcher } from '../match/matcher.ts'
import { loadResources, type Resources } from '../resources.ts'
import { loadModel } from './model.ts'
import { modelFolder } from './model-file.ts'

const product: Product = {
  id: 'zorvex',
  group: 'zorvex',
  brand: 'Zorvex',
  substance: 'zorvexin',
  own: true,
  names: [],
}
const matcher = compileMatcher([product])
const full = loadResources()
const lean = loadResources({ net: false })
const texts = [
  'Zorvex gave me the worst headache of my life',
  'day 3 on #zorvex and my jaw will not unclench 😭 #brainzaps',
  'took Zorvex for nausea and it worked',
  'Seit ich Zorvex nehme, habe ich ständig Kopfschmerzen',
  'Zorvex',
  '😭😭',
  `Zorvex ${'my legs hurt. '.repeat(900)}`,
]
const read = (text: string, resources: Resources) => detect({ text }, matcher, resources)

describe('the trained parts', () => {
  test('two loads say the same of the same post, to the last digit, in any order', () => {
    const again = loadResources()
    expect(again.modelId).toBe(full.modelId)
    const first = texts.map((text) => read(text, full))
    const second = [...texts].reverse().map((text) => read(text, again))
    expect(second.reverse()).toEqual(first)
    expect(texts.map((text) => read(text, full))).toEqual(first)
  })

  test('the manifest describes the files that are there', () => {
    const manifest = JSON.parse(readFileSync(join(modelFolder, 'manifest.json'), 'utf8')) as {
      files: Record<string, { sha256: string; bytes: number }>
    }
    let total = 0
    for (const [file, { sha256, bytes }] of Object.entries(manifest.files)) {
      const held = readFileSync(join(modelFolder, file))
      expect(`${file} ${createHash('sha256').update(held).digest('hex')}`).toBe(`${file} ${sha256}`)
      total += bytes
    }
    expect(total).toBeLessThan(30_000_000)
  })

  test('every finding gives reasons from its parts', () => {
    const [finding] = read('Zorvex gave me the worst headache of my life', full)
    expect(finding?.reasons.some((code) => code.startsWith('+words:'))).toBe(true)
    expect(finding?.reasons.some((code) => /^\+(?:event|causal)/.test(code))).toBe(true)
  })
})

describe('where the net cannot run', () => {
  test('rules and linear part go on, under their own threshold, and the model id says so', () => {
    expect(lean.modelId).toMatch(/-lean\+/)
    expect(full.modelId).not.toMatch(/-lean/)
    const [finding] = read('Zorvex gave me the worst headache of my life', lean)
    expect(finding).toMatchObject({ flagged: true, model: lean.modelId })
    expect(finding?.threshold).toBe(lean.model.combination.threshold)
    expect(finding?.evidence.some(({ kind, text }) => kind === 'event' && text.includes('headache'))).toBe(
      true,
    )
    expect(read('New Zorvex logo looks nice', lean)[0]?.flagged).toBe(false)
  })

  test('a kernel this runtime refuses is the same as none', () => {
    const torn = loadModel(true, (path) =>
      path === 'kernel.wasm' ? Buffer.from('torn') : readFileSync(join(modelFolder, path)),
    )
    expect(torn.hasNet).toBe(false)
    expect(torn.combination).toEqual(lean.model.combination)
  })

  test('a torn trained file is refused, not half read', () => {
    const cut = (path: string): Buffer => {
      const bytes = readFileSync(join(modelFolder, path))
      return path === 'net.bin' ? bytes.subarray(0, 1000) : bytes
    }
    expect(() => loadModel(true, cut)).toThrow()
  })
})
