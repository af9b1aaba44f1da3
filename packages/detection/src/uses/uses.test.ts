import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readPhraseList } from '../phrases/list-file.ts'
import { languages } from '../resources.ts'
import { nothingKnown, readUses } from './uses.ts'

const data = join(import.meta.dirname, '../../data')
const table = [
  '// a remark',
  '@calmers\tanxiety,insomnia\tsleepiness,memory',
  'zorvepam\t@calmers,seizure\t@calmers,-memory,dependence',
  'ambrelin\tpain\tnausea',
].join('\n')
const usesOf = readUses(table)
const told = (substance: string) => {
  const { uses, effects } = usesOf(substance)
  return [[...uses].sort(), [...effects].sort()]
}

test('a substance has what its class has, and more or less', () => {
  expect(told('zorvepam')).toEqual([
    ['anxiety', 'insomnia', 'seizure'],
    ['dependence', 'sleepiness'],
  ])
})

test('a salt is its base, a mixture all its parts, case does not matter', () => {
  expect(usesOf('Zorvepam hydrochloride')).toBe(usesOf('zorvepam'))
  expect(told('ambrelin / zorvepam')).toEqual([
    ['anxiety', 'insomnia', 'pain', 'seizure'],
    ['dependence', 'nausea', 'sleepiness'],
  ])
})

test('of what is not in the table nothing is known', () => {
  expect(usesOf('nobody knows')).toBe(nothingKnown)
  expect(usesOf('')).toBe(nothingKnown)
})

test('a class named before it is told is an error, not a medicine that does nothing', () => {
  expect(() => readUses('zorvepam\t@calmers\t')).toThrow('@calmers')
})

const shipped = readFileSync(join(data, 'uses.tsv'), 'utf8')
const topicsIn = (lang: string): Set<string> =>
  new Set(
    readPhraseList(readFileSync(join(data, 'lists', lang, 'topics.txt'), 'utf8'), lang).map(({ section }) =>
      section.replace('topic.', ''),
    ),
  )

test('every topic of the shipped table can be read off an English post', () => {
  const english = topicsIn('en')
  const named = shipped
    .split('\n')
    .filter((line) => line && !line.startsWith('//'))
    .flatMap((line) => line.split('\t').slice(1).join(',').split(','))
    .map((part) => part.trim().replace(/^-/, ''))
    .filter((part) => part && !part.startsWith('@'))
  expect([...new Set(named)].filter((topic) => !english.has(topic))).toEqual([])
})

test('other languages speak of no topic that English does not', () => {
  const english = topicsIn('en')
  for (const lang of languages)
    expect([lang, ...[...topicsIn(lang)].filter((topic) => !english.has(topic))]).toEqual([lang])
})

test.each([
  ['levonorgestrel', 'bleeding', 'effect'],
  ['medroxyprogesterone', 'bleeding', 'effect'],
  ['sumatriptan', 'migraine', 'use'],
  ['ibuprofen', 'headache', 'use'],
  ['acetaminophen', 'headache', 'use'],
  ['zolpidem', 'insomnia', 'use'],
  ['semaglutide', 'weight_loss', 'use'],
] as const)('%s: %s is its %s alone, since that is what it is met for', (substance, topic, side) => {
  const { uses, effects } = readUses(shipped)(substance)
  expect([uses.has(topic), effects.has(topic)]).toEqual([side === 'use', side === 'effect'])
})
