/** What the person at the terminal sees: few calm lines. */
export type Screen = {
  line: (text?: string) => void
  /** Runs one step of the start; says how long it took, and that it is still going on when it takes long. */
  step: <T>(name: string, work: () => Promise<T>, done?: (value: T) => string) => Promise<T>
  /** A line below the running step, say what it is doing. */
  note: (text: string) => void
}

const WIDTH = 12

export function createScreen(write: (text: string) => void, now = () => performance.now()): Screen {
  const line = (text = '') => write(`${text}\n`)
  const labelled = (name: string, text: string) => line(`  ${name.padEnd(WIDTH)}${text}`)
  const seconds = (since: number) => `${((now() - since) / 1000).toFixed(1)} s`
  return {
    line,
    note: (text) => labelled('', text),
    async step(name, work, done = () => 'ready') {
      const began = now()
      let waiting = setTimeout(function stillGoing() {
        labelled(name, `… ${seconds(began)}`)
        waiting = setTimeout(stillGoing, 5000)
      }, 2000)
      try {
        const value = await work()
        labelled(name, `${done(value)} (${seconds(began)})`)
        return value
      } finally {
        clearTimeout(waiting)
      }
    },
  }
}
