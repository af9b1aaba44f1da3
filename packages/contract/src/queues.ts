import { ClassifyPosts } from './job.ts'

/** The queues as data. Retries are the stage table's business; the queue's own cover only a lost connection. */
export const queueDefinitions = {
  classify: {
    name: 'classify',
    payload: ClassifyPosts,
    retry: { attempts: 3, firstDelayMs: 500, jitter: 0.3 },
  },
}
