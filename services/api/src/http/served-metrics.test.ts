import { freePort } from '@hark/db'
import { startService, startStack } from '@hark/testkit'
import { expect, test } from 'vitest'

test('what the api process counts is what its operations port shows', async () => {
  await using stack = await startStack()
  const port = await freePort()
  const api = await startService('api', { url: stack.url }, { HARK_PORT: String(port) })
  try {
    await api.ready()
    const body = JSON.stringify({ username: 'ana', password: 'not the password', totp: '000000' })
    const headers = { 'content-type': 'application/json' }
    const refused = await fetch(`http://127.0.0.1:${port}/api/session`, { method: 'POST', headers, body })
    expect(refused.status).toBe(401)
    const text = await (await fetch(`http://127.0.0.1:${api.opsPort}/metrics`)).text()
    expect(text).toContain('hark_sign_in_failures_total{service="api"} 1')
    expect(text).toMatch(/^http_server_request_duration_seconds_count\{.*status="401".*\} 1$/m)
    expect(text).not.toMatch(/^hark_kill_switch_engaged/m) // the clock's to say
  } finally {
    await api.stop()
  }
})
