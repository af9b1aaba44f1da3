const PREFIX = 'hark.kept.'

export type Kept = { body: string; at: string }

/** Text in this browser that outlives a crash: written on every keystroke, before the server has it. */
export function keep(key: string, body: string): void {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify({ body, at: new Date().toISOString() }))
  } catch {
    // A full or forbidden store: the server's copy is then the only one, saved a moment later.
  }
}

export function kept(key: string): Kept | null {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key) ?? 'null') as Kept | null
  } catch {
    return null
  }
}

export const forget = (key: string): void => localStorage.removeItem(PREFIX + key)

/** Signing out leaves nothing of the posts behind in a shared browser; the server has the drafts. */
export function forgetDrafts(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key)
}
