import { z } from 'zod'

/** A batch of posts to classify. Ids only: job payloads sit in the clear in the queue. */
export const ClassifyPosts = z.object({
  items: z
    .array(z.object({ postId: z.uuid(), gen: z.int().min(0) }))
    .min(1)
    .max(500),
})
export type ClassifyPosts = z.infer<typeof ClassifyPosts>
