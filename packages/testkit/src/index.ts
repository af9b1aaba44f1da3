export * from './postgres/index.ts'
export * from './stack/index.ts'
