/** One `hark …` command. */
export type Command = {
  /** One line for `hark help`. */
  summary: string
  /** Arguments and options, as `hark help COMMAND` shows them. */
  usage: string
  /** Gives the exit code: 0 well, 1 a finding or failure, 2 wrong use. */
  run: (args: string[]) => Promise<number>
}

/** Loaded only when asked for: `hark classify` must not wait for what `hark start` needs. */
export type Commands = Record<string, () => Promise<Command>>

/** The command line was wrong; the message says how. Exit code 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'UsageError'
  }
}
