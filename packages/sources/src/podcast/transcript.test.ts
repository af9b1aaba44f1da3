import { readFileSync } from 'node:fs'
import { fixture } from '@hark/testkit/cassettes'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sentencesOf } from './sentences.ts'
import { pseudonymised } from './speakers.ts'
import { readTranscript } from './transcript.ts'
import { transcriptPosts } from './transcript-posts.ts'
import { windowsOf } from './windows.ts'

const examples = fixture('podcast/docs/examples/transcripts')
const absent = examples.absent ? ' (skipped: recorded transcripts not found at HARK_SHARED)' : ''
const example = (kind: string) => readFileSync(`${examples.path}/example.${kind}`)
const read = (text: string) => readTranscript(Buffer.from(text), null)?.segments ?? []
const episode = { id: 'urn:e', postedAt: null, audio: 'https://pod.example/e.mp3', link: null }
const published = {
  url: 'https://pod.example/t.vtt',
  lang: 'en',
  revision: '',
  receivedAt: '2026-11-22T00:00:00.000Z',
}

describe.skipIf(examples.absent)(`recorded transcripts${absent}`, () => {
  test.each([
    ['vtt', 7, 'Sarah', 0],
    ['srt', 200, null, 0.179],
    ['json', 5, 'Darth Vader', 0.5],
    ['html', 10, 'Travis', 0],
  ] as const)('%s is read whole, with times and speakers', (kind, atLeast, speaker, start) => {
    const transcript = readTranscript(example(kind), null)
    expect(transcript?.segments.length).toBeGreaterThanOrEqual(atLeast)
    expect(transcript?.segments[0]).toMatchObject({ speaker, start })
    expect(transcript?.segments.every((segment) => segment.start !== null && segment.text !== '')).toBe(true)
  })

  test.each(['vtt', 'srt', 'json', 'html'])(
    '%s: no word is lost, none twice, and nobody who speaks is named as doing so',
    (kind) => {
      const { segments } = readTranscript(example(kind), null) ?? { segments: [] }
      const voices = pseudonymised(segments)
      const posts = transcriptPosts({ segments, rejected: 0 }, episode, published)
      const words = (text: string) =>
        text
          .replace(/\bSpeaker \d+: /g, '')
          .split(/\s+/)
          .filter(Boolean)
      expect(posts.flatMap(({ text }) => words(text))).toEqual(voices.flatMap(({ text }) => words(text)))
      for (const { text } of posts)
        expect(text).not.toMatch(/^(Travis|Sarah|Gilon|Gillian|Darth Vader|Luke): /m)
      expect(posts[0]?.text).toMatch(/^Speaker 1: /)
    },
  )

  test('a reviewer can jump to each sentence', () => {
    const [first, second] = transcriptPosts(readTranscript(example('srt'), null) as never, episode, published)
    expect([first?.url, first?.externalId, first?.parentId]).toEqual([
      'https://pod.example/e.mp3#t=0',
      'urn:e#t=0',
      'urn:e',
    ])
    expect([second?.parentId, second?.rootId]).toEqual(['urn:e#t=0', 'urn:e'])
    const { sentences } = JSON.parse(second?.raw ?? '{}') as { sentences: [number, number][] }
    expect(sentences.length).toBeGreaterThan(5)
    for (const [n, [at, seconds]] of sentences.entries()) {
      expect(at === 0 || /\s/.test(second?.text[at - 1] ?? '')).toBe(true)
      expect(seconds).toBeGreaterThanOrEqual(sentences[n - 1]?.[1] ?? 180)
    }
  })
})

test.each([
  [
    'WEBVTT\n\nNOTE a\n\n1\n01:02.500 --> 01:03.000 align:start\n<v.loud Ana>It <i>hurt</i> &amp; <00:01:02.900>burned',
    [{ start: 62.5, speaker: 'Ana', text: 'It hurt & burned' }],
  ],
  [
    '\uFEFF1\r\n00:00:01,000 --> 00:00:02,000\r\n{\\an8}a\r\nb\r\n\r\n2\r\n00:00:02,000 --> 00:00:03,000\r\n\r\n',
    [{ start: 1, text: 'a b' }],
  ],
  [
    '{"segments":[{"start":"1.5","text":"a"},{"startTime":2,"body":"b","speaker":null}]}',
    [
      { start: 1.5, text: 'a' },
      { start: 2, speaker: null, text: 'b' },
    ],
  ],
  [
    '<html><head><title>x</title></head><body><cite>Ana :</cite><time>1:00:01</time><p>a</p><p>b</p></body></html>',
    [
      { start: 3601, speaker: 'Ana', text: 'a' },
      { start: 3601, text: 'b' },
    ],
  ],
  ['One.\n\nTwo\nlines.', [{ start: null, text: 'One.' }, { text: 'Two lines.' }]],
])('%j', (text, segments) => {
  expect(read(text)).toMatchObject(segments)
})

test.each(['', '   ', '{"a":1}', 'WEBVTT', '[]'])('%j holds no words', (text) => {
  expect(readTranscript(Buffer.from(text), null)).toBeNull()
})

test('segments of no known shape are counted', () => {
  expect(readTranscript(Buffer.from('{"segments":[{"body":"a"},17,null]}'), null)).toMatchObject({
    rejected: 2,
    segments: [{ text: 'a' }],
  })
})

test('a medicine before a colon is not a speaker', () => {
  const text = (...texts: string[]) =>
    pseudonymised(texts.map((one, n) => ({ start: n, end: null, speaker: null, text: one }))).map((one) => [
      one.speaker,
      one.text,
    ])
  expect(text('Ana: hello', 'Zolvara: 40 mg.', 'Ana: I took it')).toEqual([
    ['Speaker 1', 'hello'],
    ['Speaker 1', 'Zolvara: 40 mg.'],
    ['Speaker 1', 'I took it'],
  ])
})

test('sentences begin when they are said', () => {
  const segments = [
    { start: 0, end: 10, speaker: null, text: 'One. Two goes' },
    { start: 10, end: 12, speaker: null, text: 'on. Three' },
  ]
  expect(sentencesOf(segments)).toEqual([
    { start: 0, speaker: null, text: 'One.' },
    { start: 3.85, speaker: null, text: 'Two goes on.' },
    { start: 10.89, speaker: null, text: 'Three' },
  ])
})

test('a correction changes its own window and no other', () => {
  const sentences = Array.from({ length: 120 }, (_, n) => ({
    start: n * 5,
    speaker: null,
    text: `Sentence ${n}.`,
  }))
  const corrected = sentences.map((sentence, n) =>
    n === 50 ? { ...sentence, text: 'A much longer sentence stands here now.' } : sentence,
  )
  const [before, after] = [windowsOf(sentences), windowsOf(corrected)]
  expect(after.flatMap((window, n) => (window.text === before[n]?.text ? [] : [window.name]))).toEqual([
    't=180',
  ])
})

test.each(['1', '1:', '<a', '<v', '<v A', '{\\', '\n', '\n\t', 'Aa ', '. ', '-->', '1 --> 1\n'])(
  'half a million times %j takes no time',
  (piece) => {
    const started = performance.now()
    for (const head of ['', 'WEBVTT\n\n', '00:01 --> 00:02\n', '<p>', '{"segments":[{"body":"']) {
      const text = head + piece.repeat(500_000 / piece.length)
      sentencesOf(pseudonymised(read(text)))
    }
    expect(performance.now() - started).toBeLessThan(5_000)
  },
)

test('any bytes are read or refused, in bounded windows', () => {
  const unit = fc.constantFrom(
    '00:01 --> 00:02\n',
    '\n\n',
    'a. ',
    'WEBVTT\n',
    '<v X>',
    '<p>',
    '{"segments":[',
    ']}',
    ':',
    'Ana: ',
    'é',
  )
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 60 }), (text) => {
      const windows = windowsOf(sentencesOf(pseudonymised(read(text))))
      expect(new Set(windows.map(({ name }) => name)).size).toBe(windows.length)
    }),
  )
})
