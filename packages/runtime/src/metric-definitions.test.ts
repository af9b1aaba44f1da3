import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { metricDefinitions } from './metric-definitions.ts'

const root = join(import.meta.dirname, '../../..')
const verbs = { counter: 'add', gauge: 'set', histogram: 'observe' } as const

/** What the services run: neither tests nor their fixtures set a metric for anybody. */
function sources(): string {
  const files = ['packages', 'services'].flatMap((folder) =>
    readdirSync(join(root, folder)).flatMap((name) => filesIn(join(root, folder, name, 'src'))),
  )
  return files.map((file) => readFileSync(file, 'utf8')).join('\n')
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((f) => f.isFile() && f.name.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(f.name))
    .map((f) => join(f.parentPath, f.name))
}

test('no metric is defined that nothing sets: an alarm on an empty one never rings', () => {
  const text = sources()
  const unset = Object.entries(metricDefinitions)
    .filter(([name, { kind }]) => !isSet(text, name, verbs[kind]))
    .map(([name]) => name)
  expect(unset).toEqual([])
  expect(isSet(text, 'hark_stage_pending', 'observe')).toBe(false) // what it looks for is not just any mention
})

/** `metrics.add('name'`, or the name chosen within the call. */
const isSet = (text: string, name: string, verb: string): boolean =>
  new RegExp(`\\.${verb}\\([^)]{0,120}'${name}'`).test(text)
