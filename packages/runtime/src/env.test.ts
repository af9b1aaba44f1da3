import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { parseEnv } from './env.ts'
import { OperatorError } from './operator-error.ts'

const folder = mkdtempSync(join(tmpdir(), 'hark-env-'))
afterAll(() => rmSync(folder, { recursive: true }))

const schema = z.object({
  HARK_PORT: z.coerce.number().int().min(1).max(65_535).default(4600).describe('a TCP port'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres:/)
    .describe('postgres://user:password@host/database'),
  SESSION_SECRET: z.string().min(8).optional(),
})

function refusal(env: Record<string, string>): string {
  try {
    parseEnv(schema, env)
  } catch (error) {
    expect(error).toBeInstanceOf(OperatorError)
    return (error as Error).message
  }
  return ''
}

test('values are typed, defaults stand in, empty counts as unset', () => {
  expect(parseEnv(schema, { DATABASE_URL: 'postgres://h/d', HARK_PORT: '' })).toEqual({
    HARK_PORT: 4600,
    DATABASE_URL: 'postgres://h/d',
  })
})

test('a secret is read from the file its _FILE names, without the last newline', () => {
  const path = join(folder, 'session')
  writeFileSync(path, 'longenough \n')
  const env = parseEnv(schema, { DATABASE_URL: 'postgres://h/d', SESSION_SECRET_FILE: path })
  expect(env.SESSION_SECRET).toBe('longenough ')
})

test('one sentence per bad variable, and none of their values', () => {
  const message = refusal({ HARK_PORT: '99999', SESSION_SECRET: 'hunter2' })
  expect(message.split('\n')).toEqual([
    expect.stringMatching(/^HARK_PORT is not valid: a TCP port \(.*65535\)\.$/),
    'DATABASE_URL is not set: postgres://user:password@host/database.',
    expect.stringMatching(/^SESSION_SECRET is not valid \(.*\)\.$/),
  ])
  expect(message).not.toMatch(/99999|hunter2/)
})

test('a variable set twice or a file that is not there is one sentence too', () => {
  const missing = join(folder, 'absent')
  const twice = refusal({
    DATABASE_URL: 'postgres://h/d',
    SESSION_SECRET: 'longenough',
    SESSION_SECRET_FILE: missing,
  })
  expect(twice).toBe('SESSION_SECRET and SESSION_SECRET_FILE are both set: keep one.')
  expect(refusal({ DATABASE_URL_FILE: missing })).toBe(
    'DATABASE_URL_FILE names a file that cannot be read (ENOENT).',
  )
})
