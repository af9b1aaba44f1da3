import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Tree } from './tree.ts'

const source = fileURLToPath(new URL('./watch-network.mjs', import.meta.url))

/** Puts the watch before every program of the tree; the environment in which npm, the bootstrap and all they start load it. */
export function watchNetwork(tree: Tree): Record<string, string> {
  const watch = tree.path('watch-network.mjs')
  copyFileSync(source, watch)
  // Services are given no NODE_OPTIONS; but each loads this file first.
  const first = tree.path('services', 'cli', 'src', 'start', 'die-with-parent.ts')
  writeFileSync(first, `import '../../../../watch-network.mjs'\n${readFileSync(first, 'utf8')}`)
  return { NODE_OPTIONS: `--import=${pathToFileURL(watch)}` }
}

/** All it wrote: a line for each program that loaded it, and one for each reach for another host. */
export function watched(tree: Tree): string {
  const log = tree.path('network-watched.log')
  return existsSync(log) ? readFileSync(log, 'utf8') : ''
}

export const reached = (tree: Tree): string[] => watched(tree).match(/^reached .*$/gm) ?? []
