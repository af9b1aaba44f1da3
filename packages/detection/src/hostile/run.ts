import type { Finding } from '@hark/domain'
import { detect } from '../detect.ts'
import { compileMatcher, type Matcher } from '../match/matcher.ts'
import type { Resources } from '../resources.ts'
import type { DetectablePost } from '../subject.ts'
import { hostileCases, plainPosts } from './cases.ts'
import { disguises } from './disguises.ts'

export type HostileGroup = { group: string; cases: number; passed: number; failed: string[] }

const product = {
  id: 'zorvex',
  group: 'zorvex',
  brand: 'Zorvex',
  substance: 'zorvexin',
  own: true,
  names: [],
}

/** Milliseconds of processor time a post of 100 kB may take: a queue of them must not stop a worker. */
const mostTime = 400

/** Spans anywhere in a value. */
function spansIn(value: unknown): { start: number; end: number; text: string }[] {
  if (typeof value !== 'object' || value === null) return []
  const own =
    'start' in value && 'text' in value ? [value as { start: number; end: number; text: string }] : []
  return [...own, ...Object.values(value).flatMap(spansIn)]
}

const spansAreTrue = (text: string, findings: readonly Finding[]): boolean =>
  findings.every((finding) =>
    spansIn(finding).every((span) => text.slice(span.start, span.end) === span.text),
  )

/** A pause of the collector may fall on one reading, not on two. */
function secondTime(post: DetectablePost, matcher: Matcher, resources: Resources): number {
  const start = process.cpuUsage()
  detect(post, matcher, resources)
  return process.cpuUsage(start).user / 1000
}

type Read = { findings: Finding[]; problem: string | null }

/** Reads one post as `detect` does in a programme; a throw, an untrue span or too long a time is a failure whatever the answer. */
function read(text: string, matcher: Matcher, resources: Resources): Read {
  const post: DetectablePost = { text }
  const start = process.cpuUsage()
  try {
    const findings = detect(post, matcher, resources)
    let time = process.cpuUsage(start).user / 1000
    if (time > mostTime) time = secondTime(post, matcher, resources)
    if (time > mostTime) return { findings, problem: `took ${Math.round(time)} ms` }
    return { findings, problem: spansAreTrue(text, findings) ? null : 'a span is no piece of the text' }
  } catch {
    return { findings: [], problem: 'threw' }
  }
}

const flagged = (findings: readonly Finding[]): boolean => findings.some((finding) => finding.flagged)

/** Score, flag and codes, by which a disguised post must be the plain one. */
const answerOf = (findings: readonly Finding[]): string =>
  JSON.stringify(
    findings.map(({ score, flagged, special, seriousness }) => ({ score, flagged, special, seriousness })),
  )

function tally(): {
  put: (group: string, name: string, problem: string | null) => void
  groups: HostileGroup[]
} {
  const groups: HostileGroup[] = []
  const put = (name: string, text: string, problem: string | null): void => {
    const known = groups.find(({ group }) => group === name) ?? {
      group: name,
      cases: 0,
      passed: 0,
      failed: [],
    }
    if (known.cases === 0) groups.push(known)
    known.cases++
    if (problem === null) known.passed++
    else known.failed.push(`${problem}: ${JSON.stringify(text.slice(0, 60))}`)
  }
  return { put, groups }
}

/** Runs the suite; per group how many cases held, and which did not. */
export function runHostile(resources: Resources): HostileGroup[] {
  const matcher = compileMatcher([product])
  // First use compiles lists and gazetteer, which is no part of reading a post.
  resources.gazetteer()('took Plan B')
  for (const text of plainPosts) detect({ text }, matcher, resources)
  const { put, groups } = tally()
  for (const { group, text, flag, names } of hostileCases) {
    const { findings, problem } = read(text, names ? resources.gazetteer() : matcher, resources)
    const wrong = flag !== null && flagged(findings) !== flag ? `flagged ${!flag}` : null
    put(group, text, problem ?? wrong)
  }
  for (const [name, disguise] of Object.entries(disguises))
    for (const plain of plainPosts) {
      const hidden = disguise(plain)
      const told = read(plain, matcher, resources)
      const { findings, problem } = read(hidden, matcher, resources)
      const differs = answerOf(findings) === answerOf(told.findings) ? null : 'reads otherwise than plain'
      put(`disguise: ${name}`, hidden, problem ?? differs)
    }
  return groups
}
