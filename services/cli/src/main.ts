import { missingPart } from './missing-part.ts'

// `hark … | head` closes our output early: that is the reader's choice, not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

try {
  // Not by import statements: what they do not find cannot be told in a sentence.
  const { commands } = await import('./commands.ts')
  const { dispatch } = await import('./dispatch.ts')
  process.exitCode = await dispatch(process.argv.slice(2), commands, {
    out: (line) => void process.stdout.write(`${line}\n`),
    err: (line) => void process.stderr.write(`${line}\n`),
  })
} catch (error) {
  const told = missingPart(error)
  if (!told) throw error
  process.stderr.write(`${told}\n`)
  process.exitCode = 1
}
