import { expect, test } from 'vitest'
import { runCli } from './run-cli.ts'

const posts = [
  { id: 'a', text: 'My aunt (72) started Ozempic on Monday and got a terrible rash all over.', lang: 'en' },
  { id: 'b', text: 'The roses are out and the sun shines.' },
  { id: 'c', text: 'Seit ich Ibuprofen nehme, ist mir ständig schwindelig 😵 und übel.', lang: 'de' },
  { id: 'd', text: '𝗢𝘇𝗲𝗺𝗽𝗶𝗰 made me v\u200bomit twice, I was in hospital.', lang: 'en' },
]
const offline = {
  HARK_DATA: '/nowhere',
  DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none',
  HARK_OFFLINE: '1',
}
const lines = posts.map((post) => JSON.stringify(post))
const classify = (input: string | Buffer) => runCli(['classify'], offline, input)

test('classify answers each post on a line of its own, in order, with no database', async () => {
  const { code, stdout, stderr } = await classify(lines.join('\n'))
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const judged = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(judged.map((j) => j.id)).toEqual(['a', 'b', 'c', 'd'])
  expect(judged.map((j) => j.ae.flag)).toEqual([true, false, true, true])
  for (const [i, j] of judged.entries()) {
    const text = posts[i]?.text ?? ''
    expect(Object.keys(j)).toEqual(
      expect.arrayContaining([
        'id',
        'lang',
        'ae',
        'products',
        'evidence',
        'criteria',
        'seriousness',
        'special',
        'sentiment',
        'model',
      ]),
    )
    expect(j.ae.score).toBeGreaterThanOrEqual(0)
    expect(j.ae.score).toBeLessThanOrEqual(1)
    for (const { start, end, text: words } of j.evidence) expect(text.slice(start, end)).toBe(words)
    for (const { start, end } of j.products) expect(text.slice(start, end)).not.toBe('')
  }
  const [named] = judged[0].products
  expect(named.substance).toBe('semaglutide')
  expect(posts[0]?.text.slice(named.start, named.end)).toBe('Ozempic')
})

test('a malformed line is told with its number, the rest is processed, and the exit code says so', async () => {
  const bad = [lines[0], '{"id": "x", "text": ', lines[1], '[]', '{"id":"y"}', '', lines[2]].join('\n')
  const { code, stdout, stderr } = await classify(`${bad}\n`)
  expect(code).toBe(1)
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).id),
  ).toEqual(['a', 'b', 'c'])
  const told = stderr
    .trimEnd()
    .split('\n')
    .map((line) => /^line (\d+): \S/.exec(line)?.[1])
  expect(told).toEqual(['2', '4', '5'])
})

test('a line that is no UTF-8 stops nothing, and post text never reaches stderr', async () => {
  const broken = Buffer.concat([
    Buffer.from('{"id":"z","text":"secret '),
    Buffer.from([0xff, 0xfe]),
    Buffer.from('\n'),
  ])
  const { code, stdout, stderr } = await classify(Buffer.concat([broken, Buffer.from(`${lines[1]}\n`)]))
  expect(code).toBe(1)
  expect(JSON.parse(stdout).id).toBe('b')
  expect(stderr).not.toContain('secret')
})

test('a long stream is judged side by side with the same answers in the same order', async () => {
  const many = Array.from({ length: 3_000 }, (_, i) =>
    i % 500 === 499 ? 'not json' : JSON.stringify({ ...posts[i % posts.length], id: i }),
  ).join('\n')
  const [alone, beside] = await Promise.all(
    ['1', '3'].map((count) => runCli(['classify', '--threads', count], offline, many)),
  )
  expect(beside).toEqual(alone)
  expect(alone).toMatchObject({ code: 1 })
  expect(alone?.stdout.trimEnd().split('\n')).toHaveLength(2_994)
})

test('a number of threads that is none is refused', async () => {
  const { code, stderr } = await runCli(['classify', '--threads', 'all'], offline, '')
  expect(code).toBe(2)
  expect(stderr).toContain('--threads')
})
