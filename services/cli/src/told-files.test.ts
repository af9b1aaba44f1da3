import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Threads } from './classify/threads.ts'
import { UsageError } from './command.ts'
import { commands } from './commands.ts'
import { dispatch } from './dispatch.ts'

const folder = mkdtempSync(join(tmpdir(), 'hark-told-'))
const file = (name: string, text = ''): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const absent = join(folder, 'nowhere', 'x.json')
const empty = file('empty')
const labels = file('labels.jsonl', '\uFEFF{"text":"Metformin, day 3","label":0}\n{"text":"lunch","label":0}')

async function hark(...args: string[]): Promise<{ code: number; err: string }> {
  const err: string[] = []
  const code = await dispatch(args, commands, { out: () => {}, err: (line) => void err.push(line) })
  return { code, err: err.join('\n') }
}

test.each([
  ['a FILE that is not there', ['evaluate', absent], 'is not there'],
  ['a folder as FILE', ['evaluate', folder], 'is a folder'],
  ['a FILE under a file', ['evaluate', join(empty, 'x')], 'is no folder'],
  ['a model that is not there', ['evaluate', labels, '--model', absent], 'is not there'],
  ['a model to classify by', ['classify', '--model', absent], 'is not there'],
  ['no candidate', ['classify', '--model', labels], 'labels.jsonl: the candidate file is not valid JSON'],
  ['a plot without its folder', ['evaluate', labels, '--plot', absent], 'There is no folder'],
  ['a plot under a file', ['evaluate', labels, '--plot', join(empty, 'x')], 'There is no folder'],
  ['a folder as plot', ['evaluate', labels, '--plot', folder], 'is a folder'],
  ['labels that are not there', ['train', '--from', absent], 'is not there'],
  // Far too few labels to learn from: that would be said next.
  ['a candidate without its folder', ['train', '--from', labels, '--out', absent], 'There is no folder'],
  ['a release that is not there', ['concepts', 'rash', '--meddra', absent], 'is not there'],
  ['a file as release', ['concepts', 'rash', '--meddra', empty], 'is no folder'],
  ['a folder that is no release', ['concepts', 'rash', '--meddra', folder], 'meddra_release.asc is missing'],
  ['a programme that is not there', ['programme', 'create', absent], 'is not there'],
  ['a programme of another form', ['programme', 'create', empty], 'empty is not valid JSON'],
  ['a seed in letters', ['evaluate', labels, '--seed', 'abc'], '--seed must be a number'],
  ['the same of train', ['train', '--from', labels, '--seed', 'abc'], '--seed must be a number'],
  ['half a seed', ['evaluate', labels, '--seed', '1.5'], '--seed must be a whole number'],
  ['a prevalence without a number', ['evaluate', labels, '--prevalence', ''], '--prevalence must be'],
])('%s is told in a sentence, as wrong use', async (_, args, why) => {
  const { code, err } = await hark(...args)
  expect({ code, lines: err.split('\n').length }).toEqual({ code: 2, lines: 1 })
  expect(err).toContain(why)
})

test('a thread tells of a model that is not there as the command does', async () => {
  await using threads = new Threads(2, absent)
  await expect(threads.judge({ first: 1, lines: ['{}'] })).rejects.toThrow(UsageError)
})

test('a file of an editor that writes byte order marks is measured whole, and a plot without events draws none', async () => {
  const plot = join(folder, 'plot.svg')
  expect(await hark('evaluate', labels, '--resamples', '5', '--plot', plot)).toEqual({ code: 0, err: '' })
  expect(readFileSync(plot, 'utf8')).not.toContain('NaN')
})

test('what can be asked for is told', async () => {
  const { usage } = await await (commands.train as () => Promise<{ usage: string }>)()
  expect(usage).toContain('--force')
})
