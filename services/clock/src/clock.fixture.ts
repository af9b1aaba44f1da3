import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLogger, createMetrics } from '@hark/runtime'
import { type LedgerKeys, ledgerKeys, type Stack } from '@hark/testkit'
import { onTestFinished } from 'vitest'
import type { ClockContext } from './context.ts'

/** What a clock works with, as its own role; the queue is not part of these tests. */
export function clockOf(
  stack: Stack,
  keys: LedgerKeys = ledgerKeys(),
  checkpointFile?: string,
): ClockContext {
  return {
    db: stack.dbAs('hark_clock'),
    signer: keys.signer,
    sealer: keys.sealer,
    config: { HARK_CHECKPOINT_FILE: checkpointFile },
    log: createLogger({ service: 'clock', level: 'silent' }),
    metrics: createMetrics('clock'),
    now: () => new Date(),
  } as unknown as ClockContext
}

export function tempFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'hark-clock-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}
