export * from './errors.ts'
export { type FolderLock, lockFolder } from './folder-lock.ts'
export { identifyProcess, isRunning, ownIdentity, type ProcessIdentity } from './process-identity.ts'
export * from './start-postgres.ts'
