import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'

const root = resolve(import.meta.dirname, '../../..')
const folder = resolve(root, process.env.HARK_SHARED ?? '../shared', 'vectors')

/** True where the published test vectors are at hand; tests that need them say so when they are skipped. */
export const haveVectors = existsSync(folder)
export const whyNot = haveVectors ? '' : ' [skipped: no vectors, set HARK_SHARED]'

export function vectorText(path: string): string {
  return readFileSync(join(folder, path), 'utf8')
}

/** JSON with integers past 2^53 kept as bigint: tree sizes in the vectors go to 2^64-1. */
export function vectorJson(path: string): unknown {
  return JSON.parse(vectorText(path), (_key, value, context?: { source?: string }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) ? BigInt(context?.source ?? '0') : value,
  )
}

export function vectorFiles(path: string): string[] {
  const here = join(folder, path)
  return readdirSync(here)
    .sort()
    .flatMap((name) =>
      statSync(join(here, name)).isDirectory() ? vectorFiles(join(path, name)) : [join(path, name)],
    )
}

/** Files of a .tar.gz by base name. */
export function vectorArchive(path: string): Map<string, Buffer> {
  const tar = gunzipSync(readFileSync(join(folder, path)))
  const files = new Map<string, Buffer>()
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const name = tar.toString('latin1', at, at + 100).replace(/\0.*$/s, '')
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 135), 8)
    if (tar[at + 156] === 0x30 || tar[at + 156] === 0) {
      files.set(name.slice(name.lastIndexOf('/') + 1), tar.subarray(at + 512, at + 512 + size))
    }
    at += 512 + Math.ceil(size / 512) * 512
  }
  return files
}
