import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { armCrashPoint, crashPoints } from './crash-point.ts'

const moduleUrl = new URL('./crash-point.ts', import.meta.url).href

function run(crashAt: string | undefined) {
  const source = `import { crashPoint } from '${moduleUrl}'
    import { writeSync } from 'node:fs'
    process.on('exit', () => writeSync(1, 'exit handler\\n'))
    for (const n of [1, 2, 3]) { crashPoint('relay.afterAdd'); writeSync(1, n + '\\n') }`
  const { HARK_CRASH_AT: _unset, ...env } = process.env
  return spawnSync(process.execPath, ['--input-type=module', '-e', source], {
    env: { ...env, ...(crashAt ? { HARK_CRASH_AT: crashAt } : {}) },
    encoding: 'utf8',
  })
}

test('names are unique', () => {
  expect(new Set(crashPoints).size).toBe(crashPoints.length)
})

describe('a process ordered to crash', () => {
  test('without an order it passes every point', () => {
    expect(run(undefined)).toMatchObject({ status: 0, signal: null, stdout: '1\n2\n3\nexit handler\n' })
  })

  test('dies by SIGKILL at the point, and not one more line runs', () => {
    expect(run('relay.afterAdd')).toMatchObject({ signal: 'SIGKILL', stdout: '' })
  })

  test('dies at the n-th passing', () => {
    expect(run('relay.afterAdd#3')).toMatchObject({ signal: 'SIGKILL', stdout: '1\n2\n' })
  })

  test('another point leaves it alone', () => {
    expect(run('relay.afterMark')).toMatchObject({ status: 0, signal: null })
  })
})

test.each(['relay.afterAd', '#2', 'relay.afterAdd#0', 'relay.afterAdd#x'])(
  'the order %s is refused',
  (order) => {
    expect(() => armCrashPoint(order)).toThrow(/HARK_CRASH_AT must be one of/)
  },
)
