import type { Commands } from './command.ts'

/** Every `hark` command, in the order `hark help` lists them. */
export const commands: Commands = {
  start: async () => (await import('./start/command.ts')).start,
}
