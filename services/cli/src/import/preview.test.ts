import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'hark-preview-'))
const file = join(folder, 'export.csv')
writeFileSync(file, 'Nr.;Was;Wann\n1;Mir wurde übel;13/04/2026\n2;;13/04/2026\n')
afterAll(() => rmSync(folder, { recursive: true }))

/** No database and no secrets: a preview needs none. */
const hark = (...args: string[]) => {
  const env = {
    PATH: process.env.PATH,
    HARK_DATA: folder,
    DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none',
  }
  return spawnSync(process.execPath, [main, 'import', file, ...args], { env, encoding: 'utf8' })
}

test('a preview shows columns, posts and rejected lines, stores nothing but the mapping asked for', () => {
  const shown = hark('--preview', '--map', 'text=Was', '--map', 'id=Nr.', '--save-profile', 'forum')
  expect([shown.status, shown.stderr]).toEqual([
    0,
    `Saved ${join(folder, 'import-profiles', 'forum.json')}\n`,
  ])
  expect(shown.stdout).toContain('2 items: 1 would be offered, 1 rejected')
  expect(shown.stdout).toMatch(/Nr\.\s+id\n\s+Was\s+text\n\s+Wann\s+-\n/)
  expect(shown.stdout).toContain('line 3: text.absent')
  expect(shown.stdout).toContain('"text":"Mir wurde übel"')
  expect(JSON.parse(readFileSync(join(folder, 'import-profiles', 'forum.json'), 'utf8'))).toEqual({
    name: 'forum',
    columns: { text: ['Was'], id: ['Nr.'] },
  })
  expect(hark('--preview', '--profile', 'forum').stdout).toBe(shown.stdout)
})

test.each([
  [['--preview'], 1, 'name the columns with --map'],
  [['--preview', '--profile', 'nobody'], 2, 'There is no mapping "nobody" saved'],
  [['--preview', '--profile', '../../etc/passwd'], 2, 'There is no mapping'],
  [['--preview', '--map', 'colour=Was'], 2, '--map FIELD=COLUMN'],
  [['--preview', '--map', 'id=Nr.'], 2, 'needs the column of the text'],
  [['--preview', '--map', 'text=Was', '--save-profile', 'No Spaces'], 2, 'lower-case'],
  [['--preview', '--profile', 'forum', '--save-profile', 'No Spaces'], 2, 'lower-case'],
  [['--preview', '--save-profile', 'x'], 2, 'goes with --map'],
  [[], 2, 'for which programme'],
])('%j is answered with advice', (args, status, advice) => {
  const answered = hark(...args)
  expect([answered.status, answered.stderr]).toEqual([status, expect.stringContaining(advice)])
})
