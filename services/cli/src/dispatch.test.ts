import { parseArgs } from 'node:util'
import { OperatorError } from '@hark/runtime'
import { expect, test } from 'vitest'
import { type Commands, UsageError } from './command.ts'
import { dispatch } from './dispatch.ts'

const commands: Commands = {
  verify: async () => ({
    summary: 'Checks the ledger',
    usage: 'verify [BUNDLE]',
    run: async (args) => args.length,
  }),
  refuse: async () => ({
    summary: 'Always refuses',
    usage: 'refuse',
    run: async ([how]) => {
      if (how === 'operator') throw new OperatorError('Set DATABASE_URL.')
      if (how === 'option') parseArgs({ args: ['--bogus'] })
      throw how === 'usage' ? new UsageError('FILE is missing.') : new TypeError('a bug')
    },
  }),
}

async function hark(...argv: string[]) {
  const out: string[] = []
  const err: string[] = []
  const code = await dispatch(argv, commands, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

test('a command gets its arguments and gives the exit code', async () => {
  expect((await hark('verify', 'a', 'b', 'c')).code).toBe(3)
})

test.each([
  ['verfiy', 'There is no command "verfiy". Did you mean "verify"?'],
  ['frobnicate', 'There is no command "frobnicate". See: npm run -s hark -- help'],
  ['constructor', 'There is no command "constructor". See: npm run -s hark -- help'],
])('%s is wrong use, on the error stream', async (name, message) => {
  expect(await hark(name)).toEqual({ code: 2, out: '', err: message })
})

test('help lists every command with its line', async () => {
  for (const asked of [[], ['help'], ['--help']]) {
    const { code, out } = await hark(...asked)
    expect(code).toBe(0)
    expect(out).toMatch(/verify {2}Checks the ledger\n {2}refuse {2}Always refuses/)
  }
})

test('help of one command shows its usage', async () => {
  const expected = { code: 0, out: 'Checks the ledger\n\nUsage: npm run -s hark -- verify [BUNDLE]', err: '' }
  expect(await hark('help', 'verify')).toEqual(expected)
  expect(await hark('verify', '--help')).toEqual(expected)
})

test('an explained failure is one sentence, a bug keeps its stack', async () => {
  expect(await hark('refuse', 'operator')).toEqual({ code: 1, out: '', err: 'Set DATABASE_URL.' })
  expect(await hark('refuse', 'usage')).toEqual({ code: 2, out: '', err: 'FILE is missing.' })
  expect(await hark('refuse', 'option')).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^Unknown option '--bogus'/),
  })
  const { code, err } = await hark('refuse', 'bug')
  expect(code).toBe(1)
  expect(err).toMatch(/TypeError: a bug\n\s+at /)
})
