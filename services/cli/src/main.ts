import { commands } from './commands.ts'
import { dispatch } from './dispatch.ts'

// `hark … | head` closes our output early: that is the reader's choice, not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

process.exitCode = await dispatch(process.argv.slice(2), commands, {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
})
