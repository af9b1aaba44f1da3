export * from './errors.ts'
export * from './finding.ts'
export * from './post.ts'
export * from './programme.ts'
