export { createApp } from './app.ts'
export type { ApiConfig } from './config.ts'
export { type ApiContext, createContext } from './context.ts'
