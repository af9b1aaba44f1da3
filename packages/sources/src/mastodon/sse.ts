import { Trouble } from '../trouble.ts'

export type ServerEvent = { event: string; data: string }

const longestEvent = 5_000_000

/**
 * Server-sent events as they come (WHATWG HTML §9.2): what each chunk completes, and an empty list for a chunk that completes nothing,
 * a keep-alive. Bytes are kept until a line is whole, for a character may come in two pieces.
 */
export async function* serverEvents(body: AsyncIterable<Buffer>): AsyncGenerator<ServerEvent[], void> {
  let rest = Buffer.alloc(0)
  let open = { event: 'message', data: [] as string[] }
  for await (const chunk of body) {
    const all = Buffer.concat([rest, chunk])
    const end = all.lastIndexOf(0x0a)
    rest = Buffer.from(all.subarray(end + 1))
    if (rest.length > longestEvent) throw new Trouble('malformed', 'event.too_long')
    const events: ServerEvent[] = []
    for (const line of end < 0 ? [] : all.toString('utf8', 0, end).split('\n')) {
      const [field, value] = fieldOf(line)
      if (line.trim() === '') {
        if (open.data.length > 0) events.push({ event: open.event, data: open.data.join('\n') })
        open = { event: 'message', data: [] }
      } else if (field === 'event') open.event = value
      else if (field === 'data') open.data.push(value)
    }
    yield events
  }
}

/** `field: value`, `field:value` or `field`; a comment has no field. */
function fieldOf(line: string): [string, string] {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line
  const colon = text.indexOf(':')
  if (colon < 0) return [text, '']
  return [text.slice(0, colon), text.slice(colon + (text[colon + 1] === ' ' ? 2 : 1))]
}
