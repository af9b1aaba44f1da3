import type { Post } from '@hark/domain'
import type { Submission } from './shape.ts'

type Media = Post['media']

/** Pictures with their captions, films, and what a linked page says of itself. */
export function mediaOf(post: Submission): Media {
  if (post.is_gallery || post.gallery_data)
    return (post.gallery_data?.items ?? [{ caption: null }]).map(({ caption }) => ({
      kind: 'image',
      alt: caption || null,
    }))
  const embedded = post.secure_media ?? post.media
  if (post.is_video || embedded?.reddit_video) return [{ kind: 'video', alt: null }]
  if (embedded?.oembed) {
    const { title, description, type } = embedded.oembed
    const alt = [title, description].filter(Boolean).join('\n') || null
    return [{ kind: type === 'video' ? 'video' : 'link', alt }]
  }
  if (post.post_hint === 'image' || /\.(jpe?g|png|gif|webp)$/i.test(pathOf(post.url)))
    return [{ kind: 'image', alt: null }]
  const isLink = post.is_self === false && pathOf(post.url) !== '' && !post.crosspost_parent
  return isLink ? [{ kind: 'link', alt: null }] : []
}

const pathOf = (url: string | null | undefined) => URL.parse(url ?? '')?.pathname ?? ''
