import type { ListeningView, ListeningPost as Schema } from '@hark/contract'
import { Button, SegmentedControl } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { listeningPostsQuery, type PostFilters } from '../../api/listening.ts'
import { Instant } from '../../parts/clock/instant.tsx'
import { PostText } from '../../parts/post-text/post-text.tsx'
import { PracticeBadge } from '../../parts/practice/practice-badge.tsx'
import { EmptyState } from '../../parts/state/empty-state.tsx'
import { ErrorState } from '../../parts/state/error-state.tsx'
import { Pending } from '../../parts/state/pending.tsx'
import { languageName, platformName } from '../../parts/words/names.ts'
import css from './listening.module.css'
import { bucketRange, type Sentiment } from './search.ts'

type Props = {
  filters: PostFilters
  at: string | null
  bucket: ListeningView['bucket']
  sentiment: Sentiment | undefined
  onSentiment: (value: Sentiment | undefined) => void
  onClear: () => void
}

/** The posts behind a point of a plot, or behind the whole range. */
export function ListeningPosts({ filters, at, bucket, sentiment, onSentiment, onClear }: Props) {
  const range = at ? bucketRange(at, bucket) : {}
  const query = useInfiniteQuery(listeningPostsQuery({ ...filters, ...range, sentiment }))
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section className={css.posts} aria-label="Posts">
      <div className={css.postsHead}>
        <h2>
          {at ? (
            <>
              Posts of the {bucket} from <Instant at={at} />
            </>
          ) : (
            'Posts'
          )}
        </h2>
        {at && (
          <Button variant="default" size="compact-sm" onClick={onClear}>
            All of the range
          </Button>
        )}
        <SegmentedControl
          aria-label="Tone"
          value={sentiment ?? ''}
          onChange={(value) => onSentiment((value || undefined) as Sentiment | undefined)}
          data={[{ value: '', label: 'Any tone' }, 'negative', 'neutral', 'positive']}
        />
      </div>
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Pending />}
      {query.data && items.length === 0 && (
        <EmptyState title="No post here">Choose another point or tone.</EmptyState>
      )}
      {items.map((post) => (
        <Post key={post.id} post={post} />
      ))}
      {query.hasNextPage && (
        <Button
          variant="default"
          onClick={() => void query.fetchNextPage()}
          loading={query.isFetchingNextPage}
        >
          More posts
        </Button>
      )}
    </section>
  )
}

type PostProps = { post: (typeof Schema)['_zod']['output'] }

function Post({ post }: PostProps) {
  return (
    <article className={css.post}>
      {post.text === null ? (
        <p className={css.masked}>{post.masked ?? 'Masked until PV has triaged it.'}</p>
      ) : (
        <PostText postId={post.id} text={post.text} lang={post.lang} marks={[]} lit={null} />
      )}
      <footer className={css.foot}>
        <PracticeBadge practice={post.practice} />
        <span>{post.product}</span>
        <span>{post.sentiment}</span>
        <span>{platformName(post.platform)}</span>
        <span>{languageName(post.lang)}</span>
        <span>{post.author ?? ''}</span>
        <Instant at={post.at} />
      </footer>
    </article>
  )
}
