/** A queue server of a test's own. `loseEverything` is what a wiped disk or a wrong restore does. */
export type TestStore = AsyncDisposable & {
  readonly kind: 'redis' | 'postgres'
  /** Where the server listens, for a proxy to stand in front of it. */
  readonly port: number
  /** The connection settings of a QueueConfig, directly or by way of a proxy on `port`. */
  connection(port?: number): { redisUrl: string } | { postgresUrl: string }
  loseEverything(): Promise<void>
}

export type OpenStore = () => Promise<TestStore>
