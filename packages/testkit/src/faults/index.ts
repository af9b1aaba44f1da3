export * from './proxy.ts'
export * from './redis.ts'
