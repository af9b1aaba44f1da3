export type GapState = 'open' | 'filled' | 'lost'

/** What is being done about a gap, or why it is lost: a sentence for the person who sees the hole in the chart. */
export function gapStory(state: GapState, reason: string): string {
  if (state === 'filled') return 'Read back since.'
  if (state === 'lost' && reason.startsWith('paused'))
    return 'Lost. Paused by a person, and ended before it was read back.'
  const told =
    (state === 'open' && reason.startsWith('cursor.') && beingSearched) ||
    stories.find(([code]) => reason.startsWith(code))?.[1] ||
    (state === 'lost' ? 'The platform has it no more.' : waiting)
  return state === 'lost' ? `Lost. ${told}` : told
}

const waiting =
  'The platform cannot be read just now; it is tried again, and read back from where it stopped.'
const beingSearched = 'The stream no longer held it; it is being read back by search.'
const limited =
  'The platform asked to wait, or what may be asked of it is spent; read back from where it stopped once it may be.'
const look =
  'Somebody must look: credentials, permission or address are refused. Read back from where it stopped once they are not.'
const strange =
  'The platform answers in a shape Hark does not know; it is tried again, and somebody must look.'

const stories: [prefix: string, story: string][] = [
  ['paused', 'Paused by a person; read back from where it stopped once resumed.'],
  [
    'list.horizon',
    "More came than the platform's list goes back; a shorter interval or more pages prevents it.",
  ],
  ['list.loops', strange],
  ['search.page_limit', 'Search found more than it is read back for; what it did give is here.'],
  ['search.http.40', 'The stream no longer held it, and search refuses: an account to search with may help.'],
  ['search.http.429', limited],
  ['search.rate_limit', limited],
  ['search.list', strange],
  ['search.answer', strange],
  ['search.', 'The stream no longer held it, and search does not answer just now; it is asked again.'],
  ['cursor.', 'The platform no longer held what was asked for.'],
  ['http.410', 'The platform says that this is no more.'],
  ['http.429', limited],
  ['http.5', waiting],
  ['budget.', limited],
  ['rate_limit', limited],
  [
    'push.away',
    'Hark was not there to be pushed to. What the platform pushed again afterwards is here; nothing else can be read back.',
  ],
  ['http.4', look],
  ['source.', look],
  ['input.', look],
  ['answer.', strange],
]
