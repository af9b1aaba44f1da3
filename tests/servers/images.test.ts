import { randomBytes } from 'node:crypto'
import { migrate, serviceRoles } from '@hark/db'
import pg from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { deliveryTests } from '../../packages/queue/src/conformance/delivery.ts'
import { faultTests } from '../../packages/queue/src/conformance/faults.ts'
import { createDatabase } from '../../packages/queue/src/conformance/postgres-database.ts'
import { chooseServers } from './choose-servers.ts'
import { redisDatabase } from './redis-database.ts'

const servers = await chooseServers()
console.log(`Servers of the queue and database suites: ${servers.why}`)
afterAll(() => servers[Symbol.asyncDispose](), 60_000)

test('every migration applies to an empty database, once, and every service signs in to what it made', async () => {
  const name = `images_${randomBytes(6).toString('hex')}`
  const server = new pg.Client(servers.postgresUrl)
  await server.connect()
  await server.query(`create database ${name}`)
  try {
    const url = new URL(servers.postgresUrl)
    url.pathname = `/${name}`
    const rolePasswords = Object.fromEntries(serviceRoles.map((role) => [role, 'test']))
    expect((await migrate(url.href, { rolePasswords })).length).toBeGreaterThan(30)
    expect(await migrate(url.href, { rolePasswords })).toEqual([])
    for (const role of serviceRoles) {
      Object.assign(url, { username: role, password: 'test' })
      const service = new pg.Client(url.href)
      await service.connect()
      await service.query('select 1')
      await service.end()
    }
  } finally {
    await server.query(`drop database ${name} with (force)`)
    await server.end()
  }
})

// On the embedded servers the queue's own package runs this contract.
if (servers.on === 'containers') {
  const { postgresUrl, redisUrl } = servers
  describe('the queue contract on the image of Postgres', () => {
    const openStore = () => createDatabase('harktest', postgresUrl)
    deliveryTests(openStore)
    faultTests(openStore)
  })
  describe('the queue contract on the image of Redis', () => {
    const openStore = () => redisDatabase(redisUrl)
    deliveryTests(openStore)
    faultTests(openStore)
  })
}
