export * from './local-forum.ts'
export * from './proxy.ts'
export * from './redis.ts'
