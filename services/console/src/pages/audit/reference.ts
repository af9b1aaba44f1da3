import type { EntryView } from '@hark/contract'

type Read = Pick<EntryView, 'body'>

/** What an entry refers to beside its object; nothing where its text was changed into something else: the page still has to show it. */
export function referenceOf({ body }: Read): Record<string, string | undefined> {
  try {
    return JSON.parse(body).ref ?? {}
  } catch {
    return {}
  }
}

/** The case an entry is about, as its object or by reference. */
export const caseOf = (entry: Read & Pick<EntryView, 'objectType' | 'objectId'>): string | null =>
  entry.objectType === 'case' ? entry.objectId : (referenceOf(entry).case ?? null)
