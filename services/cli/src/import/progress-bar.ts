const WIDTH = 30
const EVERY_MS = 200

type Out = Pick<NodeJS.WriteStream, 'write'> & { isTTY?: boolean }

/** A bar on a terminal, silence in a pipe; reports stand above it, a line each. */
export function progressBar(out: Out): {
  show: (p: { phase: string; done: number; total: number }) => void
  report: (line: string) => void
  end: () => void
} {
  let last = 0
  let drawn = ''
  const clear = () => {
    if (drawn) out.write(`\r${' '.repeat(drawn.length)}\r`)
    drawn = ''
  }
  return {
    show: ({ phase, done, total }) => {
      if (!out.isTTY || (Date.now() - last < EVERY_MS && done < total)) return
      last = Date.now()
      const share = total === 0 ? 1 : done / total
      clear()
      drawn = `${phase} [${'#'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH)}] ${Math.floor(share * 100)} %`
      out.write(drawn)
    },
    report: (line) => {
      clear()
      out.write(`${line}\n`)
    },
    end: clear,
  }
}
