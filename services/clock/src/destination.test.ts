import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tempFolder } from './clock.fixture.ts'
import { folderDestination } from './destination.ts'
import { acknowledgePractice } from './practice-safety-database.ts'

const packet = Buffer.from('{"case":1}')
const rested = (file: string) => utimesSync(file, new Date(0), new Date(0))

test('a packet appears whole under its id; delivered again it is the same file', async () => {
  const dir = tempFolder()
  const to = await folderDestination(dir)
  const id = randomUUID()
  for (let n = 0; n < 3; n++) await to.deliver({ id, packet, practice: false })
  expect(readdirSync(join(dir, 'outgoing'))).toEqual([`${id}.json`])
  expect(readFileSync(join(dir, 'outgoing', `${id}.json`))).toEqual(packet)
})

test('what a killed process left half written is gone at the next start, and nothing else', async () => {
  const dir = tempFolder()
  await folderDestination(dir)
  const [killed, receiver] = [`${randomUUID()}.json.${randomUUID()}.new`, 'receiver.new']
  for (const d of ['outgoing', 'practice', 'acks'])
    for (const name of [killed, receiver]) writeFileSync(join(dir, d, name), '{"case"')
  await folderDestination(dir)
  for (const d of ['outgoing', 'practice', 'acks']) expect(readdirSync(join(dir, d))).toEqual([receiver])
})

test('a delivery that fails leaves no draft', async () => {
  const dir = tempFolder()
  const to = await folderDestination(dir)
  const id = randomUUID()
  mkdirSync(join(dir, 'outgoing', `${id}.json`, 'in the way'), { recursive: true })
  await expect(to.deliver({ id, packet, practice: false })).rejects.toThrow(/EISDIR|ENOTEMPTY/)
  expect(readdirSync(join(dir, 'outgoing'))).toEqual([`${id}.json`])
})

test('practice packets never lie where a real safety database looks', async () => {
  const dir = tempFolder()
  const to = await folderDestination(dir)
  const id = randomUUID()
  await to.deliver({ id, packet, practice: true })
  expect(readdirSync(join(dir, 'outgoing'))).toEqual([])
  const done = new Set<string>()
  expect(await acknowledgePractice(dir, async () => true, done)).toBe(1)
  expect(await acknowledgePractice(dir, async () => true, done)).toBe(0)
  expect(await to.acknowledgements()).toMatchObject([
    { handoffId: id, safetyCaseId: expect.stringMatching(/^PRACTICE-/) },
  ])
})

const unreadable: [string, string][] = [
  ['no JSON', 'ACK 42'],
  ['cut off', `{"handoff":"${randomUUID()}","safety_case`],
  ['no hand-off', '{"safety_case_id":"42"}'],
  ['not an id', '{"handoff":"42","safety_case_id":"42"}'],
  ['an empty number', `{"handoff":"${randomUUID()}","safety_case_id":"  "}`],
  ['a number with NUL', `{"handoff":"${randomUUID()}","safety_case_id":"4\\u00002"}`],
  ['a number with half a character', `{"handoff":"${randomUUID()}","safety_case_id":"4\\ud800"}`],
  ['a number that is none', `{"handoff":"${randomUUID()}","safety_case_id":42}`],
  ['an endless number', `{"handoff":"${randomUUID()}","safety_case_id":"${'4'.repeat(201)}"}`],
]

test('what cannot be read is set aside, every one of it, and holds up nothing', async () => {
  const dir = tempFolder()
  const to = await folderDestination(dir)
  for (const round of [1, 2])
    for (const [name, text] of unreadable) {
      const file = join(dir, 'acks', `${name}.json`)
      writeFileSync(file, `${text}${' '.repeat(round)}`)
      rested(file)
      const good = join(dir, 'acks', 'zz.json')
      writeFileSync(good, JSON.stringify({ handoff: randomUUID(), safety_case_id: 'S-1' }))
      const read = await to.acknowledgements()
      expect([name, read.map((a) => a.safetyCaseId)]).toEqual([name, ['S-1']])
      for (const ack of read) await to.forget(ack)
    }
  mkdirSync(join(dir, 'acks', 'folder.json'))
  rested(join(dir, 'acks', 'folder.json'))
  expect(await to.acknowledgements()).toEqual([])
  expect(readdirSync(join(dir, 'acks'))).toEqual([])
  expect(readdirSync(join(dir, 'unreadable'))).toHaveLength(2 * unreadable.length + 1) // none overwrote another
})

test('a file still being written is left until it rests', async () => {
  const dir = tempFolder()
  const to = await folderDestination(dir)
  const file = join(dir, 'acks', 'slow.json')
  const whole = JSON.stringify({ handoff: randomUUID(), safety_case_id: 'S-2' })
  writeFileSync(file, whole.slice(0, 20))
  expect(await to.acknowledgements()).toEqual([])
  writeFileSync(file, whole)
  expect(await to.acknowledgements()).toMatchObject([{ safetyCaseId: 'S-2' }])
})
