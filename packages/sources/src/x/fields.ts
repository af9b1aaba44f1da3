/** Which generation of names a list is asked by: OpenAPI 2.167 says `post`, what X documented before says `tweet`. */
export type FieldNames = 'post' | 'tweet'

const common = {
  'user.fields': 'id,username,protected',
  'media.fields': 'alt_text,media_key,type',
}

/** What is asked of each post: neither place nor metrics. The post it refers to comes along, for a repost is cut short without. */
export const fieldsBy: Record<FieldNames, Record<string, string>> = {
  post: {
    'post.fields': 'attachments,conversation_id,created_at,entities,lang,note_post',
    expansions: 'author_id,attachments.media_keys,edit_history_post_ids,referenced_posts',
    ...common,
  },
  tweet: {
    'tweet.fields':
      'attachments,author_id,conversation_id,created_at,edit_history_tweet_ids,entities,lang,note_tweet,referenced_tweets',
    expansions: 'author_id,attachments.media_keys,referenced_tweets.id',
    ...common,
  },
}
