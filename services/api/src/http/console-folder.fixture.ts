import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A built console of two files, gone with the test. */
export function consoleFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'hark-console-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  writeFileSync(join(dir, 'index.html'), '<!doctype html><script type="module" src="/app.js"></script>')
  writeFileSync(join(dir, 'app.js'), 'export {}')
  return dir
}
