import { parentPort } from 'node:worker_threads'
import { parseFeed, type Received } from './parse.ts'
import { FeedRefused } from './xml.ts'

parentPort?.on('message', ({ id, received }: { id: number; received: Received }) => {
  parentPort?.postMessage(answer(id, received))
})

function answer(id: number, received: Received) {
  try {
    return { id, feed: parseFeed(received) }
  } catch (error) {
    return { id, refused: error instanceof FeedRefused ? error.code : 'feed.unreadable' }
  }
}

parentPort?.postMessage('ready')
