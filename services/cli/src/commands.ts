import type { Commands } from './command.ts'

/** Every `hark` command, in the order `hark help` lists them. */
export const commands: Commands = {
  start: async () => (await import('./start/command.ts')).start,
  import: async () => (await import('./import/command.ts')).importCommand,
  classify: async () => (await import('./classify/command.ts')).classify,
  train: async () => (await import('./train/command.ts')).train,
  evaluate: async () => (await import('./evaluate/command.ts')).evaluate,
  concepts: async () => (await import('./concepts/command.ts')).concepts,
  programme: async () => (await import('./programme/command.ts')).programme,
  live: async () => (await import('./live/command.ts')).live,
  source: async () => (await import('./source/command.ts')).source,
  people: async () => (await import('./people/command.ts')).people,
  balance: async () => (await import('./balance/command.ts')).balance,
  verify: async () => (await import('./verify/command.ts')).verify,
  prove: async () => (await import('./prove/command.ts')).prove,
  demo: async () => (await import('./demo/command.ts')).demo,
  migrate: async () => (await import('./deploy/migrate-command.ts')).migrate,
  secrets: async () => (await import('./deploy/secrets-command.ts')).secrets,
}
