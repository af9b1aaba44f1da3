import { withDeadline } from './deadline.ts'

type Step = { name: string; run: () => unknown }

export type ShutdownOptions = {
  /** For all steps together, so that an orchestrator's own kill never comes first. */
  deadlineMs?: number
  onEvent?: (
    event: 'stopping' | 'step_failed' | 'step_late' | 'stopped',
    step: string,
    error?: unknown,
  ) => void
  exit?: (code: number) => void
}

export type Shutdown = Disposable & {
  /** Aborts as soon as a stop is asked for, before the first step runs. */
  readonly signal: AbortSignal
  /** Adds a step; steps run one after the other, in the order they were added. */
  onShutdown(name: string, run: () => unknown): void
  /** Runs the steps once and gives the exit code: 0, or 1 when a step failed or the deadline passed. */
  stop(reason: string): Promise<number>
}

const stopSignals = ['SIGTERM', 'SIGINT'] as const

/** Stops this process in order on SIGTERM or SIGINT, within its own deadline; a second signal exits at once. */
export function createShutdown(options: ShutdownOptions = {}): Shutdown {
  const { deadlineMs = 20_000, onEvent = () => {}, exit = (code) => process.exit(code) } = options
  const steps: Step[] = []
  const stopping = new AbortController()
  let running: Promise<number> | undefined

  function stop(reason: string): Promise<number> {
    running ??= runSteps(steps, deadlineMs, onEvent, reason, stopping)
    return running
  }
  function onSignal(signal: string) {
    if (running) return exit(1)
    void stop(signal).then(exit)
  }

  for (const signal of stopSignals) process.on(signal, onSignal)
  return {
    signal: stopping.signal,
    onShutdown: (name, run) => void steps.push({ name, run }),
    stop,
    [Symbol.dispose]: () => {
      for (const signal of stopSignals) process.off(signal, onSignal)
    },
  }
}

async function runSteps(
  steps: Step[],
  deadlineMs: number,
  onEvent: NonNullable<ShutdownOptions['onEvent']>,
  reason: string,
  stopping: AbortController,
): Promise<number> {
  const endsAt = performance.now() + deadlineMs
  let code = 0
  onEvent('stopping', reason)
  stopping.abort()
  for (const step of steps) {
    try {
      const outcome = await withDeadline(Promise.resolve(step.run()), endsAt - performance.now())
      if (outcome.done) continue
      onEvent('step_late', step.name)
      return 1
    } catch (error) {
      code = 1
      onEvent('step_failed', step.name, error)
    }
  }
  onEvent('stopped', reason)
  return code
}
