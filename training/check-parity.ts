/** Whether the run time says what the fitting said, on the held-out rows: `node training/check-parity.ts`; exit 1 where not. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LinearModel } from '../packages/detection/src/model/linear.ts'
import { loadModelFile, modelFolder } from '../packages/detection/src/model/model-file.ts'
import { NetModel } from '../packages/detection/src/model/net.ts'

type Row = { id: string; view?: string; lang: string; words: string[]; mask: number[] }

const folder = join(import.meta.dirname, '../.data/model')
const expected = JSON.parse(readFileSync(join(folder, 'parity.json'), 'utf8')) as {
  ids: [string, string | null][]
  linear: number[]
  net: number[][]
}
const rows = new Map(
  readFileSync(join(folder, 'rows.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Row)
    .map((row): [string, Row] => [`${row.id} ${row.view}`, row]),
)
const linear = new LinearModel(loadModelFile('linear'))
const net = new NetModel(loadModelFile('net'), new Uint8Array(readFileSync(join(modelFolder, 'kernel.wasm'))))

let worstLinear = 0
const apart: number[] = []
expected.ids.forEach(([id, view], at) => {
  const row = rows.get(`${id} ${view}`)
  if (!row || row.words.length > 200) return
  const text = {
    words: row.words,
    mask: Int32Array.from(row.mask),
    from: new Int32Array(row.words.length),
    to: new Int32Array(row.words.length),
    lang: row.lang,
  }
  worstLinear = Math.max(worstLinear, Math.abs(linear.score(text).logit - (expected.linear[at] ?? 0)))
  apart.push(Math.abs((net.read(text).post[0] ?? 0) - (expected.net[at]?.[0] ?? 0)))
})
apart.sort((a, b) => a - b)
const middle = apart[apart.length >> 1] ?? 1
const most = apart[Math.floor(apart.length * 0.95)] ?? 1
// Eight bits a number, and rare words that only the fitting has a vector for.
console.log(
  `${apart.length} rows: linear within ${worstLinear.toFixed(4)}; net apart ${middle.toFixed(3)} in the middle, ${most.toFixed(3)} at 95 %`,
)
process.exit(worstLinear < 0.02 && middle < 0.05 && most < 0.4 ? 0 : 1)
