import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { createShutdown } from './shutdown.ts'

const moduleUrl = new URL('./shutdown.ts', import.meta.url).href
const here = fileURLToPath(new URL('.', import.meta.url))

test('steps run in order, one that fails does not stop the next, and the code says so', async () => {
  const seen: string[] = []
  using shutdown = createShutdown({ onEvent: (event, step) => seen.push(`${event} ${step}`) })
  shutdown.onShutdown('http', () => void seen.push(`http, aborted ${shutdown.signal.aborted}`))
  shutdown.onShutdown('worker', async () => Promise.reject(new Error('no')))
  shutdown.onShutdown('pool', () => void seen.push('pool'))

  expect(await shutdown.stop('test')).toBe(1)
  expect(await shutdown.stop('again')).toBe(1)
  expect(seen).toEqual(['stopping test', 'http, aborted true', 'step_failed worker', 'pool', 'stopped test'])
})

test('a step that hangs is named when the deadline passes', async () => {
  const seen: string[] = []
  using shutdown = createShutdown({ deadlineMs: 20, onEvent: (event, step) => seen.push(`${event} ${step}`) })
  shutdown.onShutdown('worker', () => Promise.withResolvers().promise)
  expect(await shutdown.stop('test')).toBe(1)
  expect(seen).toEqual(['stopping test', 'step_late worker'])
})

test('disposing takes the signal handlers away', () => {
  const before = process.listenerCount('SIGTERM')
  createShutdown()[Symbol.dispose]()
  expect(process.listenerCount('SIGTERM')).toBe(before)
})

async function runChild(steps: string, signals: NodeJS.Signals[]) {
  const source = `import { createShutdown } from '${moduleUrl}'
    const shutdown = createShutdown()
    setInterval(() => {}, 1000)
    ${steps}
    console.log('up')`
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], { cwd: here })
  const output: string[] = []
  const exited = once(child, 'exit')
  for await (const chunk of child.stdout) {
    output.push(String(chunk))
    const next = signals.shift()
    if (next) child.kill(next)
  }
  const [code] = await exited
  return { code, output: output.join('') }
}

test('SIGTERM runs the steps and ends with 0', async () => {
  const ended = await runChild(`shutdown.onShutdown('one', () => console.log('one'))`, ['SIGTERM'])
  expect(ended).toEqual({ code: 0, output: 'up\none\n' })
})

test('a second signal exits now, though a step hangs', async () => {
  const hang = `shutdown.onShutdown('hang', () => { console.log('hanging'); return new Promise(() => {}) })`
  const ended = await runChild(hang, ['SIGINT', 'SIGTERM'])
  expect(ended).toEqual({ code: 1, output: 'up\nhanging\n' })
})
