import { writeFileSync } from 'node:fs'

/** The story that becomes a case; no other post holds its name. */
export const STORY =
  'My aunt Ottoline (72) started Dolvexan on Monday and got a terrible rash all over, she is in hospital since last night.'

const at = (hoursAgo: number) => new Date(Date.now() - hoursAgo * 3_600_000).toISOString()
const post = (id: string, author: string, text: string) =>
  JSON.stringify({ id, text, lang: 'en', author, posted_at: at(6), url: `https://forum.example/t/${id}` })

const lines = [
  post('j-1', '@niece', STORY),
  post('j-2', '@walker', 'Picked up my Dolvexan refill today, the pharmacist was lovely as always.'),
  post('j-3', '@gardener', 'Sunshine all day and the roses are out.'),
  post('j-1', '@niece', STORY),
  '{"id": "j-4", "text": "cut off',
  post('j-5', '@trader', 'Shares of the maker of Dolvexan closed two percent higher.'),
  JSON.stringify({ id: 'j-6', lang: 'en', author: '@quiet' }),
]

/** What the import must say of it. */
export const expected = {
  sums: 'offered 7 = stored 3 + duplicate 1 + unmatched 1 + rejected 2',
  rejected: ['line 5: json.invalid', 'line 7: text.absent'],
  again: 'offered 7 = stored 0 + duplicate 4 + unmatched 1 + rejected 2',
}

export function writePosts(path: string): void {
  writeFileSync(path, `${lines.join('\n')}\n`)
}
