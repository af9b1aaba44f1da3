import type { Span } from '@hark/domain'
import { wholeWords } from './segment.ts'

export type Chosen = { postId: string; span: Span }

/** The words selected in a post, as a span of the stored text; null where nothing or something else is selected. */
export function chosenWords(texts: ReadonlyMap<string, string>): Chosen | null {
  const selection = document.getSelection()
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null
  const range = selection.getRangeAt(0)
  const post = elementOf(range.startContainer)?.closest<HTMLElement>('[data-post]')
  if (!post?.contains(range.endContainer)) return null
  const postId = post.dataset.post ?? ''
  const text = texts.get(postId)
  const start = offsetOf(range.startContainer, range.startOffset)
  const end = offsetOf(range.endContainer, range.endOffset)
  if (text === undefined || start === null || end === null) return null
  const at = wholeWords(text, Math.min(start, end), Math.max(start, end))
  return at.start < at.end ? { postId, span: { ...at, text: text.slice(at.start, at.end) } } : null
}

const elementOf = (node: Node): Element | null => (node instanceof Element ? node : node.parentElement)

/** Where in the stored text a DOM position lies: pieces carry `data-at`, chips `data-from` and `data-to`. */
function offsetOf(node: Node, offset: number): number | null {
  const piece = elementOf(node)?.closest<HTMLElement>('[data-at], [data-from]')
  if (piece?.dataset.at !== undefined) return Number(piece.dataset.at) + (node instanceof Text ? offset : 0)
  if (piece) return Number(offset === 0 ? piece.dataset.from : piece.dataset.to)
  const before = node.childNodes[offset - 1]
  const after = node.childNodes[offset]
  if (after) return edgeOf(after, 'first')
  return before ? edgeOf(before, 'last') : null
}

function edgeOf(node: Node, side: 'first' | 'last'): number | null {
  const element = elementOf(node)
  if (!element) return null
  const own = element.matches('[data-at], [data-from]') ? [element] : []
  const all = [...own, ...element.querySelectorAll('[data-at], [data-from]')] as HTMLElement[]
  const piece = side === 'first' ? all[0] : all.at(-1)
  if (!piece) return null
  const { at, from, to } = piece.dataset
  if (at === undefined) return Number(side === 'first' ? from : to)
  return Number(at) + (side === 'first' ? 0 : (piece.textContent?.length ?? 0))
}
