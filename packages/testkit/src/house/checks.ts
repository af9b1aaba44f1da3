import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { importProblems } from './import-rules.ts'
import { sizeProblems } from './size-rules.ts'
import { root, sourceFiles } from './source-tree.ts'

export type CheckResult = { name: string; ok: boolean; output: string }

/** Types, style and the rules of the house; each a result, never an exception. */
export async function runChecks(): Promise<CheckResult[]> {
  const files = sourceFiles()
  return [
    await tool('types', 'typescript', 'bin/tsc', ['--noEmit', '-p', 'tsconfig.json']),
    ...(await consoleTypes()),
    await tool('style', '@biomejs/biome', 'bin/biome', [
      'check',
      '--diagnostic-level=warn',
      '--error-on-warnings',
    ]),
    rule('sizes', sizeProblems(files)),
    rule('imports', importProblems(files)),
  ]
}

/** The console is for browsers and has its own settings. */
async function consoleTypes(): Promise<CheckResult[]> {
  if (!existsSync(join(root, 'services/console/index.html'))) return []
  return [
    await tool('console types', 'typescript', 'bin/tsc', [
      '--noEmit',
      '-p',
      'services/console/tsconfig.json',
    ]),
  ]
}

/** Runs a tool by its own file: the shims in .bin would use whatever Node is on the PATH. */
export async function tool(
  name: string,
  packageName: string,
  file: string,
  args: string[],
): Promise<CheckResult> {
  const manifest = createRequire(join(root, 'package.json')).resolve(`${packageName}/package.json`)
  const argv = [join(dirname(manifest), file), ...args]
  const child = spawn(process.execPath, argv, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number | null>((resolve, reject) =>
    child.on('error', reject).on('close', resolve),
  )
  const [code, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)])
  return { name, ok: code === 0, output: (out + err).trim() }
}

function rule(name: string, problems: string[]): CheckResult {
  return { name, ok: problems.length === 0, output: problems.join('\n') }
}

export function printChecks(results: CheckResult[]): void {
  for (const { name, ok, output } of results) {
    console.log(`${ok ? 'ok    ' : 'FAILED'} ${name}`)
    if (!ok) console.log(`${output}\n`)
  }
}
