import type { SessionView } from '@hark/contract'

type Deployment = SessionView['deployment']

const reach = {
  none: 'Listen-only: replies cannot leave.',
  practice: 'Listen-only for real posts; practice replies stay here.',
  real: 'Signed replies can leave.',
} as const

/** The band's sentences: whose posts these are, whether people are listened to, where replies can go. */
export function deploymentWords(d: Deployment): string[] {
  return [posts(d), d.live ? 'Listening live.' : 'Not listening to real people.', reach[d.replies]]
}

function posts({ kind, realPosts }: Deployment): string {
  if (kind === 'production') return 'Real posts of real people.'
  return realPosts
    ? 'Practice posts and real posts side by side.'
    : 'Invented posts about invented medicines.'
}
