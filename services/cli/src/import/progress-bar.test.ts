import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connect, insertProgramme } from '@hark/db'
import { createTestDatabase, type TestDatabase, until } from '@hark/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeRun } from '../start/run-file.ts'
import { openSecrets } from '../start/secrets.ts'
import { progressBar } from './progress-bar.ts'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))
const noTerminal =
  spawnSync('script', ['--version']).status === 0 ? '' : ' (script, which makes a terminal, is absent)'
const onTerminal = test.skipIf(noTerminal !== '')
const LONG = 120_000
const LINES = 4_000
const REJECTED = ['line 3: ', 'line 3000: ']
/** So long that the file is read in many pieces: the bar moves by them. */
const WORDS = ' and more of it'.repeat(130)

let base: TestDatabase
let folder: string
let imports = 0

/** A database with a practice programme, and a data folder as a running `hark start` leaves it. */
beforeAll(async () => {
  base = await createTestDatabase()
  folder = mkdtempSync(join(tmpdir(), 'hark-import-'))
  openSecrets(folder)
  writeFileSync(join(folder, 'secrets', 'role-hark_ingest'), new URL(base.url('hark_ingest')).password)
  writeRun(folder, { address: '', databaseUrl: base.url() })
  const db = connect({ url: base.url(), max: 1 })
  const programme = { ...practice, replyAccount: null, kind: 'practice' as const }
  await db.transaction().execute((trx) => insertProgramme(trx, programme, { id: 't', kind: 'service' }))
  await db.destroy()
})
afterAll(async () => {
  await base[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

const practice = {
  name: 'Practice',
  objective: 'Practise',
  strategy: 'Invented posts',
  markets: ['DE'],
  languages: ['en'],
  responsible: ['Test Person'],
  receivingEntity: 'Test Pharma GmbH',
  receivingZone: 'Europe/Berlin',
  products: [{ group: 'zolvara', brand: 'Zolvara', substance: 'zolvaretine', own: true, names: [] }],
}

/** `hark import` of a new file of matching posts, two of whose lines are none. */
function command(): string[] {
  const file = join(folder, `posts-${++imports}.jsonl`)
  const lines = Array.from({ length: LINES }, (_, n) =>
    JSON.stringify({ id: `${imports}-${n}`, text: `Zolvara and I, ${n}${WORDS}` }),
  )
  for (const at of [3, 3_000]) lines[at - 1] = '{'
  writeFileSync(file, `${lines.join('\n')}\n`)
  return [process.execPath, main, 'import', file, '--programme', 'Practice']
}

const env = () => ({ PATH: process.env.PATH ?? '', HARK_DATA: folder })

/** Runs it on a pseudo terminal; `text` is all that was written to it so far. */
function inTerminal() {
  const child = spawn('script', ['-qefc', `exec ${command().join(' ')}`, '/dev/null'], {
    env: { ...env(), TERM: 'xterm' },
  })
  const screen = { text: '', press: (keys: string) => void child.stdin.write(keys) }
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    screen.text += chunk
  })
  return Object.assign(screen, { ended: once(child, 'close').then(([code]) => code as number) })
}

/** What stands on the screen in the end: a carriage return goes back, and what comes then is written over what was there. */
function visible(text: string): string[] {
  return text.split('\n').map((line) => {
    let [shown, at]: [string[], number] = [[], 0]
    for (const char of line) {
      if (char === '\r') at = 0
      else shown[at++] = char
    }
    return shown.join('').trimEnd()
  })
}

/** The shares shown in a phase, in order. */
const shares = (text: string, phase: string) =>
  [...text.matchAll(new RegExp(`${phase} \\[(#*) *\\] (\\d+) %`, 'g'))].map(([, bar = '', share]) => ({
    bar: bar.length,
    share: Number(share),
  }))

onTerminal(
  `on a terminal a bar grows to its end, and leaves no trace beside what was said${noTerminal}`,
  { timeout: LONG },
  async () => {
    const screen = inTerminal()
    expect(await screen.ended).toBe(0)
    for (const phase of ['survey', 'import']) {
      const drawn = shares(screen.text, phase)
      expect(drawn.at(-1)).toEqual({ share: 100, bar: 30 })
      expect(drawn).toEqual(drawn.toSorted((a, b) => a.share - b.share))
      for (const { share, bar } of drawn) expect(Math.abs(bar - share * 0.3)).toBeLessThanOrEqual(0.8)
    }
    expect(shares(screen.text, 'import').length).toBeGreaterThan(1)
    const [third, late, sums, ...rest] = visible(screen.text).filter(Boolean)
    expect([third, late]).toEqual(REJECTED.map((start) => expect.stringMatching(`^${start}`)))
    expect(sums).toMatch(
      /^file posts-\d+\.jsonl: offered 4000 = stored 3998 \+ duplicate 0 \+ unmatched 0 \+ rejected 2$/,
    )
    expect(rest).toEqual([])
  },
)

onTerminal(`Ctrl-C on that terminal stops the import in order${noTerminal}`, { timeout: LONG }, async () => {
  const screen = inTerminal()
  await until(
    'posts are being stored',
    () => shares(screen.text, 'import').some(({ share }) => share > 0),
    LONG,
  )
  screen.press('\x03')
  expect(await screen.ended).toBe(1)
  expect(visible(screen.text).filter(Boolean).at(-1)).toBe('Stopped. The same command goes on from here.')
  expect(shares(screen.text, 'import').at(-1)?.share).toBeLessThan(100)
})

test('into a pipe nothing is drawn: only rejected lines and the sums', { timeout: LONG }, async () => {
  const [program = '', ...args] = command()
  const child = spawn(program, args, { env: env(), stdio: ['ignore', 'pipe', 'pipe'] })
  const [out, err]: [string[], string[]] = [[], []]
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => out.push(chunk))
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => err.push(chunk))
  expect((await once(child, 'close'))[0]).toBe(0)
  expect(out.join('')).toMatch(/^file posts-\d+\.jsonl: offered 4000 = .*\n$/)
  expect(err.join('').split('\n')).toEqual([
    ...REJECTED.map((start) => expect.stringMatching(`^${start}[^\\r]*$`)),
    '',
  ])
})

test('however often it is told, it draws five times a second, and always the end', () => {
  const written: string[] = []
  const bar = progressBar({ isTTY: true, write: (text: string) => written.push(text) > 0 })
  for (let done = 0; done <= 1_000; done++) bar.show({ phase: 'import', done, total: 1_000 })
  const drawn = written.filter((text) => text.includes('['))
  expect(drawn.length).toBeLessThan(20)
  expect(drawn.at(-1)).toBe(`import [${'#'.repeat(30)}] 100 %`)
  bar.show({ phase: 'import', done: 0, total: 0 }) // an empty file is done at once
  expect(written.at(-1)).toBe(`import [${'#'.repeat(30)}] 100 %`)
})
