export * from './faults/index.ts'
export * from './postgres/index.ts'
export * from './processes/index.ts'
export * from './stack/index.ts'
