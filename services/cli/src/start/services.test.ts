import { serviceRoles } from '@hark/db'
import { expect, test } from 'vitest'
import { type Deployment, environmentOf, roleUrl, services } from './services.ts'
import { writeSecrets } from './writing.ts'

const deployment: Deployment = {
  config: {
    port: 4600,
    host: '127.0.0.1',
    dataDir: '/d',
    practice: false,
    databaseUrl: undefined,
    redisUrl: undefined,
  },
  secrets: {
    rolePasswords: Object.fromEntries(serviceRoles.map((role) => [role, `password-of-${role}`])),
    file: (name) => `/d/secrets/${name}`,
    verifierKey: 'v+1+k',
    sourceBox: 'ab'.repeat(32),
  },
  databaseUrl: 'postgresql://postgres:superuser-password@127.0.0.1:5000/postgres',
  consoleDir: '/c/dist',
  practice: true,
}
const outside = {
  PATH: '/bin',
  AWS_SECRET_ACCESS_KEY: 'x',
  BLUESKY_APP_PASSWORD: 'y',
  X_ACCESS_SECRET: 'z',
  HARK_LOG_LEVEL: 'debug',
}
const envOf = (name: string) => {
  const service = services.find((one) => one.name === name)
  if (!service) throw new Error(`no service ${name}`)
  return environmentOf(service, deployment, outside)
}

test.each(services.map(({ name }) => name))(
  '%s signs in as itself and learns nothing it need not know',
  (name) => {
    const env = envOf(name)
    expect(env.DATABASE_URL).toBe(
      `postgresql://hark_${name}:password-of-hark_${name}@127.0.0.1:5000/postgres`,
    )
    expect(env).toMatchObject({ PATH: '/bin', HARK_LOG_LEVEL: 'debug' })
    expect(JSON.stringify(env)).not.toContain('superuser-password')
    expect(env).not.toHaveProperty('AWS_SECRET_ACCESS_KEY')
  },
)

test.each(writeSecrets.flatMap((name) => [name, `${name}_FILE`]))(
  'only the publisher is given %s, with which one can post',
  (secret) => {
    const given = services.filter(
      (service) => secret in environmentOf(service, deployment, { ...outside, [secret]: 'x' }),
    )
    expect(given.map(({ name }) => name)).toEqual(['publisher'])
  },
)

test.each([
  ['checkpoint-key', ['clock']],
  ['seal-key', ['clock']],
  ['export-key', ['api']],
  ['pseudonym-key', ['ingest']],
  ['private-key', ['ingest', 'api']],
])('%s is known to %j alone', (secret, expected) => {
  const knowing = services.filter(({ name }) => JSON.stringify(envOf(name)).includes(secret))
  expect(knowing.map(({ name }) => name)).toEqual(expected)
})

test('what the person set wins over what start would choose, but not over who the service is', () => {
  const api = services.find(({ name }) => name === 'api')
  if (!api) throw new Error('no api')
  const env = environmentOf(api, deployment, {
    HARK_REPLY_PLATFORMS: 'bluesky',
    DATABASE_URL: 'postgresql://evil',
  })
  expect(env.HARK_REPLY_PLATFORMS).toBe('bluesky')
  expect(env.DATABASE_URL).toContain('hark_api')
})

test('a password with reserved characters survives in a URL', () => {
  const url = new URL(roleUrl('postgresql://a:b@h:1/d?sslmode=require', 'r', 'p@s/s:w#d'))
  expect(decodeURIComponent(url.password)).toBe('p@s/s:w#d')
  expect(url.href).toMatch(/@h:1\/d\?sslmode=require$/)
})

test('the classifier alone is told of a candidate', () => {
  const told = services.filter((one) =>
    Object.hasOwn(
      environmentOf(one, deployment, { ...outside, HARK_CANDIDATE: '/c.json' }),
      'HARK_CANDIDATE',
    ),
  )
  expect(told.map(({ name }) => name)).toEqual(['classifier'])
})
