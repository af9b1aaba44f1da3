export * from './migrate.ts'
