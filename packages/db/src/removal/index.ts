export * from './checks.ts'
export * from './proof.ts'
export * from './record.ts'
export * from './sweep.ts'
