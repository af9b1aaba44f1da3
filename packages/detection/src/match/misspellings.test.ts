import { describe, expect, test } from 'vitest'
import { generateMisspellings } from './misspellings.ts'

describe('misspellings', () => {
  test.each([
    ['Zoloft', ['zolofft', 'zolft', 'zolotf']],
    ['fluoxetine', ['phluoxetine', 'fluoxetin', 'flouxetine']],
    ['Xarelto', ['zarelto']],
    ['Symbicort', ['simbicort', 'symbikort']],
  ])('of %s include plausible ones', (name, expected) => {
    const made = generateMisspellings(name, 500)
    for (const spelling of expected) expect(made).toContain(spelling)
    expect(made).not.toContain(name.toLowerCase())
  })

  test('are limited, distinct and the same every time', () => {
    const made = generateMisspellings('levothyroxine', 50)
    expect(made).toHaveLength(50)
    expect(new Set(made).size).toBe(50)
    expect(generateMisspellings('levothyroxine', 50)).toEqual(made)
  })

  test('short and compound names give none: theirs are other words', () => {
    expect(generateMisspellings('Alli')).toEqual([])
    expect(generateMisspellings('Plan B')).toEqual([])
  })
})
