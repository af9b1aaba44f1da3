import { createVitest, parseCLI, type Vitest } from 'vitest/node'
import { type CheckResult, printChecks, runChecks } from './checks.ts'
import { root } from './source-tree.ts'
import { printTally, type Tally, tally } from './tally.ts'

const args = process.argv.slice(2)
process.chdir(root)
process.env.NODE_ENV ??= 'test'

// Naming files or tests is for someone at work on them: then the whole tree is not checked.
const checks = args.length === 0 ? await runChecks() : []
printChecks(checks)
const result = await runVitest(checks)
printTally(result)
process.exit(result.failed === 0 ? 0 : 1)

async function runVitest(checks: CheckResult[]): Promise<Tally> {
  const { filter, options } = parseCLI(['vitest', 'run', ...args])
  const vitest = await createVitest('test', { ...options, watch: false })
  const interrupted = stopWhenAsked(vitest)
  let strayErrors = 0
  try {
    await vitest.start(filter)
  } catch (error) {
    console.error((error as Error).message)
    strayErrors = 1
  } finally {
    await vitest.close()
  }
  strayErrors += vitest.state.getUnhandledErrors().length + (interrupted() ? 1 : 0) // an unfinished run has not passed
  return tally(vitest.state.getTestModules(), checks, strayErrors)
}

/** A stopped run still tears down, so that its Postgres goes with it (Vitest itself exits at once); a second signal does. */
function stopWhenAsked(vitest: Vitest): () => boolean {
  let asked = false
  const stop = () => {
    if (asked) process.exit(130)
    asked = true
    void vitest.cancelCurrentRun('keyboard-input')
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeAllListeners(signal).on(signal, stop)
  process.once('disconnect', stop)
  process.channel?.unref()
  return () => asked
}
