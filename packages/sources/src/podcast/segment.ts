/** Some words of an episode. Times in seconds from its beginning; null where the transcript has none. */
export type Segment = { start: number | null; end: number | null; speaker: string | null; text: string }

/** `1:02:03.5`, `02:03`, `00:00:01,250`, `12.5`; null for what is no time. */
export function seconds(text: string): number | null {
  const match = /^(?:(?:(\d+):)?(\d{1,2}):)?(\d{1,6}(?:[.,]\d+)?)$/.exec(text.trim())
  if (!match) return null
  const [, hours = '0', minutes = '0', rest = '0'] = match
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(rest.replace(',', '.'))
}
