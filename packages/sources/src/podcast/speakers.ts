import type { Segment } from './segment.ts'

const prefix = /^([\p{Lu}\d][\p{L}\d.'’-]*(?: [\p{L}\d.'’-]+){0,3})\s*:\s+(?=\S)/u

/**
 * Segments whose speakers bear numbers in the order they first speak, in place of names. A name before a colon counts as a speaker's only
 * where it begins several segments: "Zolvara: 40 mg" is no one speaking.
 */
export function pseudonymised(segments: readonly Segment[]): Segment[] {
  const prefixes = segments.flatMap(({ text }) => prefix.exec(text)?.[1] ?? [])
  const counts = Map.groupBy(prefixes, (name) => name)
  const names = new Set([...counts].flatMap(([name, all]) => (all.length > 1 || isRole(name) ? name : [])))
  const numbers = new Map<string, string>()
  const numbered = (name: string): string => {
    const key = name.toLowerCase()
    if (!numbers.has(key)) numbers.set(key, `Speaker ${numbers.size + 1}`)
    return numbers.get(key) as string
  }
  let current: string | null = null
  return segments.map((segment) => {
    const written = prefix.exec(segment.text)
    const said = written && names.has(written[1] as string) ? (written[1] as string) : null
    const name = segment.speaker ?? said
    if (name !== null) current = numbered(name)
    // Captions name the speaker when the voice changes, and go on without.
    else if (segment.start === null) current = null
    return {
      ...segment,
      speaker: current,
      text: said === null ? segment.text : segment.text.slice((written as RegExpExecArray)[0].length),
    }
  })
}

const isRole = (name: string) => /^(speaker|host|guest|interviewer|narrator)\b/i.test(name)
