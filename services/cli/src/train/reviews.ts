import { connect, reviewedPosts } from '@hark/db'
import { withDatabase } from '../start/deployment.ts'

/** The signed decisions of this deployment as labelled lines. Only the auditor's role reads them; nothing is written. */
export async function reviewedLines(): Promise<string[]> {
  return withDatabase('hark_auditor', async (url) => {
    const db = connect({ url, max: 1 })
    try {
      const posts = await reviewedPosts(db)
      return posts.map(({ kind, ...post }) => JSON.stringify({ ...post, class: kind }))
    } finally {
      await db.destroy()
    }
  })
}
