import type { ApiConfig } from '@hark/api'
import { TEST_KEY } from './seed-post.ts'

export const testConfig = (url: string, over: Partial<ApiConfig>): ApiConfig => ({
  DATABASE_URL: url,
  HARK_HOST: '127.0.0.1',
  HARK_PORT: 0,
  HARK_OPS_PORT: 0,
  HARK_PRIVATE_KEY: TEST_KEY,
  HARK_CONSOLE_DIR: undefined,
  HARK_LEDGER_VKEY: '',
  HARK_HOLD_SECONDS: 600,
  HARK_REPLY_PLATFORMS: '',
  HARK_PV_CONTACT: 'safety@test-pharma.example',
  HARK_PUBLIC_URL: '',
  HARK_SOURCE_BOX: undefined,
  HARK_OFFLINE: true,
  HARK_FETCH_ALLOW: [],
  HARK_TRUSTED_PROXIES: [],
  HARK_LOG_LEVEL: 'silent',
  ...over,
})
