import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openLog } from './log-file.ts'

test('a log is cut when long, keeps the last three parts, and children write on into it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hark-log-'))
  const path = join(folder, 'logs', 'x.log')
  const log = openLog(path, 9)
  for (let n = 0; n < 10; n++) {
    spawnSync('echo', [`child ${n}`], { stdio: ['ignore', log.fd, log.fd] })
    log.write(`we ${n}`)
    log.rotate()
  }
  log.write('last')
  log.rotate()
  expect(readdirSync(join(folder, 'logs')).sort()).toEqual(['x.log', 'x.log.1', 'x.log.2', 'x.log.3'])
  expect(readFileSync(path, 'utf8')).toBe('last\n')
  expect(readFileSync(`${path}.1`, 'utf8')).toBe('child 9\nwe 9\n')
  expect(readFileSync(`${path}.3`, 'utf8')).toBe('child 7\nwe 7\n')
  expect(statSync(path).mode & 0o777).toBe(0o600)
  log.close()
  rmSync(folder, { recursive: true })
})
