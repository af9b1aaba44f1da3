import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { singleFile } from './single-file.ts'

const [target] = process.argv.slice(2)
if (!target) {
  console.error('usage: node packages/ledger/tools/build-verifier.ts OUT.mjs')
  process.exitCode = 2
} else {
  writeFileSync(target, singleFile(resolve(import.meta.dirname, '../src/verify/main.ts')), { mode: 0o755 })
}
