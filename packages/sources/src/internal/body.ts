import { losslessJson } from '../lossless-json.ts'

/** The fields of a body in JSON or as a form; null for anything else. */
export function bodyOf(body: Buffer, contentType: string | undefined): Record<string, unknown> | null {
  const text = body.toString('utf8')
  if (contentType?.startsWith('application/x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(text))
  try {
    const json = losslessJson(text)
    return json !== null && typeof json === 'object' && !Array.isArray(json)
      ? (json as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}
