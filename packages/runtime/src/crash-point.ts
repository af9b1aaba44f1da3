import { OperatorError } from './operator-error.ts'

/** Every place where a fault test may kill a process: each one lies between two effects that must survive apart. */
export const crashPoints = [
  'ingest.beforeCommit',
  'ingest.afterCommit',
  'relay.beforeAdd',
  'relay.afterAdd',
  'relay.afterMark',
  'reconciler.afterRequeue',
  'queue.beforeHandle',
  'queue.afterHandle',
  'classify.afterClaim',
  'classify.beforeCommit',
  'classify.afterCommit',
  'sequencer.beforeCommit',
  'sequencer.afterCommit',
  'sequencer.afterSign',
  'sequencer.afterPublish',
  'publisher.afterClaim',
  'publisher.beforeSend',
  'publisher.afterSend',
  'publisher.afterOutcome',
  'handoff.afterClaim',
  'handoff.afterSend',
  'handoff.afterOutcome',
] as const

export type CrashPoint = (typeof crashPoints)[number]

/** Kills this process with SIGKILL when HARK_CRASH_AT names this point (`name`, or `name#n` for its n-th passing). */
export const crashPoint: (name: CrashPoint) => void = armCrashPoint(process.env.HARK_CRASH_AT)

/** The function behind `crashPoint`; without an order it does nothing at all. */
export function armCrashPoint(
  order: string | undefined,
  die: () => void = killSelf,
): (name: CrashPoint) => void {
  if (!order) return () => {}
  const { name: target, passing } = parseOrder(order)
  let passed = 0
  return (name) => {
    if (name !== target) return
    passed += 1
    if (passed === passing) die()
  }
}

function parseOrder(order: string): { name: string; passing: number } {
  const [, name = '', nth = '1'] = /^([^#]+)(?:#([1-9]\d*))?$/.exec(order) ?? []
  if (!crashPoints.some((point) => point === name)) {
    throw new OperatorError(`HARK_CRASH_AT must be one of ${crashPoints.join(', ')}, or one of them with #n.`)
  }
  return { name, passing: Number(nth) }
}

/** SIGKILL, so that no handler, `finally` or flush runs; then waits, so that no further line runs either. */
function killSelf(): void {
  process.kill(process.pid, 'SIGKILL')
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}
