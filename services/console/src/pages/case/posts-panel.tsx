import { useMemo } from 'react'
import stack from '../../parts/case/case.module.css'
import { confirmedMarks } from '../../parts/case/marks.ts'
import { PostCard } from '../../parts/case/post-card.tsx'
import css from './case-page.module.css'
import { Copies } from './copies.tsx'
import { useDesk } from './desk.ts'
import { ReleaseButton } from './release-button.tsx'
import { ReplyButton } from './reply-button.tsx'
import { RevealButton } from './reveal-button.tsx'

const graphic = ['DEATH', 'SUICIDALITY']

/** The post in its thread; copies folded; everything as written. */
export function PostsPanel() {
  const { c, draft, lit, light, marking } = useDesk()
  const index = c.postList.find((p) => p.role === 'index') ?? c.postList[0]
  const follow = c.postList.filter((p) => p !== index && p.role !== 'copy')
  const copies = c.postList.filter((p) => p !== index && p.role === 'copy')
  const before = c.thread.filter((p) => index && p.receivedAt <= index.receivedAt)
  const after = c.thread.filter((p) => !before.includes(p))
  const marks = useMemo(
    () => new Map(c.postList.map((p) => [p.id, confirmedMarks(p.id, draft)] as const)),
    [c.postList, draft],
  )
  const shade = c.priority.some((p) => graphic.includes(p))
  return (
    <section className={css.thread} aria-label="Post and thread" data-marking={marking ?? undefined}>
      {before.map((post) => (
        <PostCard key={post.id} post={post} />
      ))}
      {[index, ...follow].map(
        (post) =>
          post && (
            <PostCard
              key={post.id}
              post={post}
              lacks={c.missingContext.find(({ postId }) => postId === post.id)?.says}
              marks={marks.get(post.id) ?? []}
              lit={lit}
              onLight={light}
              shade={shade}
              actions={
                <span className={stack.line}>
                  <RevealButton post={post} />
                  <ReplyButton post={post} />
                  <ReleaseButton post={post} />
                </span>
              }
            />
          ),
      )}
      {index && copies.length > 0 && <Copies index={index} copies={copies} />}
      {after.map((post) => (
        <PostCard key={post.id} post={post} />
      ))}
    </section>
  )
}
