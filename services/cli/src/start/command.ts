import { createShutdown } from '@hark/runtime'
import { type Command, UsageError } from '../command.ts'
import { readConfig } from './config.ts'
import { createScreen } from './screen.ts'
import { type Running, startEverything } from './start-everything.ts'

export const start: Command = {
  summary: 'Runs Hark: database, services and console, until Ctrl-C',
  usage: `start

HARK_PORT (4600), HARK_DATA (.data) and HARK_OFFLINE=1 change where it is and what it may reach;
DATABASE_URL and REDIS_URL use servers of your own.`,
  run,
}

async function run(args: string[]): Promise<number> {
  if (args.length > 0) throw new UsageError(`start takes no arguments: ${args.join(' ')}`)
  const config = readConfig(process.env)
  outliveTerminal()
  const screen = createScreen((text) => void process.stdout.write(text))
  const running: Running = { services: [] }
  const shutdown = createShutdown({
    deadlineMs: 60_000,
    onEvent: (event, step) => {
      if (event === 'stopping' && step !== 'failed') screen.line('\nStopping …')
      if (event === 'step_late' || event === 'step_failed') screen.line(`Stopping ${step} did not end well.`)
      if (event === 'stopped' && step !== 'failed') screen.line('Stopped.')
    },
  })
  shutdown.onShutdown('services', () => Promise.all(running.services.map((service) => service.stop())))
  shutdown.onShutdown('database', async () => (await running.database?.catch(() => null))?.stop())
  shutdown.onShutdown('data folder', () => running.release?.())
  stopWithParent((reason) => shutdown.stop(reason).then((code) => process.exit(code)))
  try {
    await startEverything({
      config,
      screen,
      running,
      signal: shutdown.signal,
      fail: (error) => giveUp(error),
    })
  } catch (error) {
    if (shutdown.signal.aborted) return await forEver() // a stop was asked for meanwhile, and ends the process
    await shutdown.stop('failed')
    throw error
  }
  return await forEver()

  function giveUp(error: Error): void {
    screen.line(error.message)
    void shutdown.stop('failed').then(() => process.exit(1))
  }
}

/** When the terminal is closed, writing to it fails before the signal to stop arrives: the stop must still be orderly. */
function outliveTerminal(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.removeAllListeners('error').on('error', () => {})
}

/** The bootstrap holds a channel to us open as long as it lives. */
function stopWithParent(stop: (reason: string) => void): void {
  process.once('disconnect', () => stop('parent gone'))
  process.channel?.unref()
}

/** Only a signal ends a running Hark, and its handler exits the process. */
function forEver(): Promise<number> {
  return new Promise(() => setInterval(() => {}, 2 ** 30))
}
