import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '../../../..')

export type SourceFile = { path: string; text: string }

/** Every TypeScript file of packages, services and tests, with `/`-separated paths from the root. */
export function sourceFiles(): SourceFile[] {
  return ['packages', 'services', 'tests'].flatMap((top) => walk(join(root, top))).map(read)
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return ['node_modules', 'dist'].includes(entry.name) ? [] : walk(path)
    return /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [path] : []
  })
}

function read(path: string): SourceFile {
  return { path: relative(root, path).split(sep).join('/'), text: readFileSync(path, 'utf8') }
}

/** Tests and what only they run: measured by nobody, but their imports are checked. */
export function isTest(path: string): boolean {
  return /\.(test|fixture|bench)\.tsx?$/.test(path) || path.startsWith('tests/')
}
