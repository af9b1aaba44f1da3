import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { lockFolder } from './folder-lock.ts'
import { identifyProcess, ownIdentity } from './process-identity.ts'

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'hark-lock-'))
  onTestFinished(() => rmSync(made, { recursive: true }))
  return made
}

test('a folder has one holder until it is released', () => {
  const dir = folder()
  const first = lockFolder(dir)
  expect(lockFolder(dir)).toEqual({ taken: false, holder: ownIdentity() })
  if (first.taken) first.release()
  expect(lockFolder(dir)).toMatchObject({ taken: true, leftBy: null })
})

test('a lock of a process that is gone is cleared and named', () => {
  const dir = folder()
  const dead = { pid: process.pid, startedAt: 'before the last boot' } // the number lives on, the process does not
  writeFileSync(join(dir, 'lock'), JSON.stringify(dead))
  expect(lockFolder(dir)).toMatchObject({ taken: true, leftBy: dead })
  expect(readdirSync(dir)).toEqual(['lock'])
})

test.each(['', '{', 'null', '{"pid":"1"}'])("a lock that says %j is nobody's", (content) => {
  const dir = folder()
  writeFileSync(join(dir, 'lock'), content)
  expect(lockFolder(dir).taken).toBe(true)
})

test('a process has an identity, and a free number has none', () => {
  expect(identifyProcess(process.pid)).toEqual(ownIdentity())
  expect(identifyProcess(2 ** 30)).toBeNull()
})
