import { parentPort, workerData } from 'node:worker_threads'
import { compileMatcher } from '@hark/detection'
import { DomainError } from '@hark/domain'
import { mappedFile, previewFile } from '@hark/sources'
import type { ToPreview } from './preview.ts'
import { shownPreview } from './shown-preview.ts'

const { path, mapping, products } = workerData as ToPreview
const POSTS = 5

try {
  const match = compileMatcher(products)
  const seen = await previewFile(
    mappedFile(path, mapping),
    POSTS,
    new AbortController().signal,
    (text) => match(text).length > 0,
  )
  parentPort?.postMessage({ preview: shownPreview(seen) })
} catch (error) {
  if (!(error instanceof DomainError)) throw error
  const { code, message, details } = error
  parentPort?.postMessage({ refused: { code, message, details } })
}
