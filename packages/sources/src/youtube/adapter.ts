import { type Adapter, parseConfig } from '../adapter.ts'
import { websubHook } from '../feed/websub.ts'
import { quota } from './api.ts'
import { YoutubeConfig, youtubeTarget } from './config.ts'
import { youtubePolicy } from './policy.ts'
import { youtubeAccount, youtubeReplyTarget } from './reply.ts'
import { youtubeSource } from './youtube-source.ts'

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
  countedAs: (_config, { apiKey = '' }) => apiKey,
  hook: websubHook,
  account: youtubeAccount,
  replyTarget: youtubeReplyTarget,
}
