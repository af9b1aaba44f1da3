/** What the publisher alone may know: with these one can post. Each may be given as a file, `NAME_FILE`. */
export const writeSecrets = [
  'BLUESKY_APP_PASSWORD',
  'X_CONSUMER_KEY',
  'X_CONSUMER_SECRET',
  'X_ACCESS_TOKEN',
  'X_ACCESS_SECRET',
  'MASTODON_WRITE_TOKEN',
  'REDDIT_WRITE_CLIENT_SECRET',
  'REDDIT_WRITE_REFRESH_TOKEN',
  'DISCOURSE_WRITE_KEY',
  'YOUTUBE_WRITE_CLIENT_SECRET',
  'YOUTUBE_WRITE_REFRESH_TOKEN',
  'FACEBOOK_WRITE_TOKEN',
  'FACEBOOK_WRITE_APP_SECRET',
  'INSTAGRAM_WRITE_TOKEN',
  'INSTAGRAM_WRITE_APP_SECRET',
  'LINKEDIN_WRITE_TOKEN',
] as const

/** As whom and where it posts. */
export const writeSettings = [
  'BLUESKY_SERVICE',
  'BLUESKY_ACCOUNT',
  'BLUESKY_IDENTIFIER',
  'X_SERVER',
  'X_ACCOUNT',
  'X_ALLOW_ADDRESSES',
  'MASTODON_SERVER',
  'MASTODON_ACCOUNT',
  'REDDIT_SERVER',
  'REDDIT_SIGN_IN',
  'REDDIT_ACCOUNT',
  'REDDIT_WRITE_CLIENT_ID',
  'DISCOURSE_SERVER',
  'DISCOURSE_ACCOUNT',
  'YOUTUBE_SERVER',
  'YOUTUBE_SIGN_IN',
  'YOUTUBE_ACCOUNT',
  'YOUTUBE_WRITE_CLIENT_ID',
  'GRAPH_SERVER',
  'GRAPH_VERSION',
  'FACEBOOK_ACCOUNT',
  'INSTAGRAM_ACCOUNT',
  'LINKEDIN_SERVER',
  'LINKEDIN_VERSION',
  'LINKEDIN_ACCOUNT',
] as const

/** The file that holds a secret in a deployment of containers: `bluesky-app-password`. */
export const fileOf = (secret: (typeof writeSecrets)[number]): string =>
  secret.toLowerCase().replaceAll('_', '-')
