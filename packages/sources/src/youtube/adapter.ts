import { z } from 'zod'
import { type Adapter, parseConfig } from '../adapter.ts'
import { websubHook } from '../feed/websub.ts'
import { quota } from './api.ts'
import { YoutubeConfig, youtubeTarget } from './config.ts'
import { youtubePolicy } from './policy.ts'
import { youtubeSource } from './youtube-source.ts'

const Answerable = z.object({ snippet: z.object({ canReply: z.boolean().optional() }) })

export const youtubeAdapter: Adapter = {
  platform: 'youtube',
  policy: youtubePolicy,
  config: YoutubeConfig,
  secrets: {
    apiKey: { label: 'API key of a Google Cloud project with the YouTube Data API' },
    websub: { label: 'Secret shared with YouTube’s hub (WebSub)', optional: true },
  },
  open: (config, deps) => youtubeSource(parseConfig(YoutubeConfig, config), deps),
  target: {
    says: 'a channel id (UC…), a video or its address, or words to search for',
    config: youtubeTarget,
  },
  allowances: (config) => {
    const { unitsADay, searchesADay } = parseConfig(YoutubeConfig, config)
    return quota(unitsADay, searchesADay)
  },
  hook: websubHook,
  /** A thread is one level deep: whatever is answered, the answer stands under the first comment (`root`). A video is not answered. */
  replyTarget: ({ externalId, raw }) => {
    const [first] = externalId.split('.') as [string]
    if (/^[\w-]{11}$/.test(first) || !canBeAnswered(raw)) return null
    return { parent: { id: externalId, cid: null }, root: { id: first, cid: null } }
  },
}

function canBeAnswered(raw: string): boolean {
  try {
    const parsed = Answerable.safeParse(JSON.parse(raw))
    return parsed.success && parsed.data.snippet.canReply !== false
  } catch {
    return false
  }
}
