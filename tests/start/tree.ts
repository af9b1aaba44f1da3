import { cpSync, lchownSync, lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const notInAClone = new Set(['node_modules', '.git', '.data', 'dist'])

/** The tree as a person has it after cloning: nothing installed, nothing built, no data, in a folder that nobody else may enter. */
export class Tree implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'hark-start-')) // mkdtemp makes it 0700

  constructor() {
    cpSync(root, this.folder, { recursive: true, filter: (path) => !notInAClone.has(basename(path)) })
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts)
  }

  /** Gives the tree away. Installed files are linked to the store of pnpm, and stay its own: all may read them. */
  giveTo(uid: number, gid: number, from = this.folder): void {
    const entry = lstatSync(from)
    if (entry.isFile() && entry.nlink > 1) return
    lchownSync(from, uid, gid)
    if (entry.isDirectory()) for (const name of readdirSync(from)) this.giveTo(uid, gid, join(from, name))
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
