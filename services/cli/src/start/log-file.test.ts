import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openLog } from './log-file.ts'

test('a log keeps its last lines in at most four files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hark-log-'))
  const path = join(folder, 'x.log')
  const log = openLog(path, 9)
  for (let n = 0; n < 20; n++) log.write(`line ${String(n).padStart(2, '0')}`)
  expect(readdirSync(folder).sort()).toEqual(['x.log', 'x.log.1', 'x.log.2', 'x.log.3'])
  expect(readFileSync(path, 'utf8')).toBe('line 18\nline 19\n')
  expect(readFileSync(`${path}.3`, 'utf8')).toBe('line 12\nline 13\n')
  expect(statSync(path).mode & 0o777).toBe(0o600)
  openLog(path, 100).write('line 20')
  expect(readFileSync(path, 'utf8')).toBe('line 18\nline 19\nline 20\n')
  rmSync(folder, { recursive: true })
})
