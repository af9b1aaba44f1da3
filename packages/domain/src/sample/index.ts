export * from './draw.ts'
export * from './estimate.ts'
export * from './interval.ts'
export * from './plan.ts'
