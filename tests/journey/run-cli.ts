import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))

export type Ran = { code: number | null; stdout: string; stderr: string }

/** `hark ARGS` as a process of its own that knows `env` and nothing else. */
export async function runCli(
  args: string[],
  env: Record<string, string> = {},
  stdin: string | Buffer = '',
): Promise<Ran> {
  const child = spawn(process.execPath, ['services/cli/src/main.ts', ...args], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE: `${root}node_modules/.compile-cache`, ...env },
  })
  const ended = new Promise<number | null>((resolve, reject) =>
    child.on('error', reject).on('close', resolve),
  )
  child.stdin.on('error', () => {}) // a command that reads no input may end before it is written
  child.stdin.end(stdin)
  const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)])
  return { code, stdout, stderr }
}
