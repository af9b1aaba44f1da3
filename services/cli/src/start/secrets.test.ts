import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSecrets } from './secrets.ts'

test('secrets are made once, differ, and are readable by their owner alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hark-secrets-'))
  const first = openSecrets(folder)
  const files = readdirSync(join(folder, 'secrets')).map((name) => join(folder, 'secrets', name))
  const contents = files.map((file) => readFileSync(file, 'utf8'))
  expect(new Set(contents).size).toBe(files.length)
  expect(files.map((file) => statSync(file).mode & 0o777)).toEqual(files.map(() => 0o600))
  const again = openSecrets(folder)
  expect(again.rolePasswords).toEqual(first.rolePasswords)
  expect(again.verifierKey).toBe(first.verifierKey)
  expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(contents)
  rmSync(folder, { recursive: true })
})
