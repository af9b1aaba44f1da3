import { z } from 'zod'
import { type Segment, seconds } from './segment.ts'

const Time = z
  .union([z.number(), z.string().transform((text) => seconds(text))])
  .nullish()
  .catch(null)
const Word = z.object({
  speaker: z
    .union([z.string(), z.number().transform(String)])
    .nullish()
    .catch(null),
  startTime: Time,
  endTime: Time,
  start: Time,
  end: Time,
  body: z.string().nullish(),
  text: z.string().nullish(),
})
const Transcript = z.union([
  z.object({ segments: z.array(z.unknown()) }),
  z.array(z.unknown()).transform((segments) => ({ segments })),
])

/** The JSON of the podcast namespace, and its near relatives (`start`, `text`); null for JSON of another kind. */
export function jsonSegments(text: string): { segments: Segment[]; rejected: number } | null {
  const parsed = Transcript.safeParse(parse(text))
  if (!parsed.success) return null
  const words = parsed.data.segments.map((segment) => Word.safeParse(segment).data)
  const segments = words.flatMap((word): Segment[] => {
    const said = (word?.body ?? word?.text ?? '').replace(/\s+/g, ' ').trim()
    if (!word || said === '') return []
    const { speaker = null } = word
    return [
      {
        start: word.startTime ?? word.start ?? null,
        end: word.endTime ?? word.end ?? null,
        speaker: speaker?.trim() || null,
        text: said,
      },
    ]
  })
  return { segments, rejected: words.filter((word) => word === undefined).length }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
