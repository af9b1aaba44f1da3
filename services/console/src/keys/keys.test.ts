import { expect, test } from 'vitest'
import { keyMap } from './key-map.ts'

const sources = import.meta.glob<string>('../**/*.tsx', { query: '?raw', import: 'default', eager: true })
const bound = Object.values(sources)
  .filter((text) => text.includes('useKeys('))
  .join('\n')

/** How the map writes a key, as a binding would. */
const bindingOf = (key: string): string =>
  /^[A-Z]$/.test(key) ? `shift+${key.toLowerCase()}` : key.replace('Enter', 'enter')
const isBound = (key: string): boolean =>
  [`'${key}':`, `${key}:`, `key: '${key}'`].some((written) => bound.includes(`${written} `))

const rows = keyMap.flatMap((group) => group.rows).filter((row) => row.keys !== '3 … 9')

test.each(rows)('the key $keys of the map is bound somewhere', ({ keys }) => {
  const each = keys.startsWith('g ') ? [keys] : keys.split(' ')
  for (const key of each) expect(isBound(bindingOf(key)), key).toBe(true)
})
