import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commands } from '../commands.ts'
import { dispatch } from '../dispatch.ts'

const folder = mkdtempSync(join(tmpdir(), 'hark-train-'))
const file = join(folder, 'labels.jsonl')
const candidate = join(folder, 'candidate.json')
const medicines = ['ibuprofen', 'sertraline', 'metformin', 'warfarin', 'prednisone']
const rows = Array.from({ length: 60 }, (_, at) => {
  const medicine = medicines[at % medicines.length]
  return at % 2
    ? { id: at, text: `${medicine} made me sick, day ${at}`, label: 1, lang: 'en' }
    : { id: at, text: `picked up ${medicine}, number ${at} in the queue`, label: 0, lang: 'en' }
})
writeFileSync(file, rows.map((row) => JSON.stringify(row)).join('\n'))

async function hark(...args: string[]): Promise<{ code: number; err: string }> {
  const err: string[] = []
  const code = await dispatch(args, commands, { out: () => {}, err: (line) => void err.push(line) })
  return { code, err: err.join('\n') }
}

test('labels become a candidate, which evaluate takes and no other model accepts', async () => {
  expect((await hark('train', '--from', file, '--out', candidate)).code).toBe(0)
  const made = JSON.parse(readFileSync(candidate, 'utf8')) as { base: string; card: { labels: number } }
  expect(made.card.labels).toBe(60)
  expect((await hark('evaluate', file, '--model', candidate, '--resamples', '5')).code).toBe(0)
  writeFileSync(candidate, JSON.stringify({ ...made, base: 'another' }))
  const refused = await hark('evaluate', file, '--model', candidate)
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('train again') })
})

test('a file that is there is not overwritten unasked, and wrong use says how', async () => {
  expect(await hark('train', '--from', file, '--out', candidate)).toMatchObject({
    code: 2,
    err: expect.stringContaining('--force'),
  })
  expect((await hark('train')).code).toBe(2)
  expect((await hark('train', '--from', file, '--out', candidate, '--recall', '2')).code).toBe(2)
})
