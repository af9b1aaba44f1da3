import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violations } from './axe.ts'
import { chromiumPath, without } from './chromium.ts'
import { type ConsoleStack, startConsole } from './console-stack.ts'

describe.skipIf(!chromiumPath)(`a new person${without}`, () => {
  let desk: ConsoleStack
  beforeAll(async () => {
    desk = await startConsole()
  }, 120_000)
  afterAll(() => desk?.[Symbol.asyncDispose]())

  test('is invited by an operator, sets up both components alone, and signs in with them', {
    timeout: 180_000,
  }, async () => {
    const oli = await desk.open('oli', '/people')
    await oli.getByRole('button', { name: 'Add a person' }).click()
    await oli.getByLabel('User name').fill('eve')
    await oli.getByLabel('Name as printed in signatures').fill('Eve Ek')
    await oli.getByRole('checkbox', { name: /Communications/ }).check()
    await oli.getByRole('button', { name: 'Add', exact: true }).click()
    const code = (await oli.getByRole('dialog').locator('code').textContent()) ?? ''
    expect(code).toMatch(/^[\w-]{27}$/)

    const eve = await desk.visit('/listening')
    await eve.getByRole('button', { name: 'I have an invitation' }).click()
    await eve.getByLabel('User name').fill('eve')
    await eve.getByLabel('Invitation code').fill(code)
    await eve.getByRole('button', { name: 'Go on' }).click()
    await eve.getByText('Welcome, Eve Ek').waitFor()
    await eve.getByRole('img', { name: /authenticator/ }).waitFor()
    expect(await violations(eve)).toEqual([])
    const secret = ((await eve.locator('form code').textContent()) ?? '').replaceAll(' ', '')
    const totp = new TOTP({ secret: Secret.fromBase32(secret) })
    const at = (steps: number) =>
      totp.generate({ timestamp: desk.stack.clock.now().getTime() + steps * 30_000 })
    await eve.getByRole('textbox', { name: 'Your password' }).fill('password12345')
    await eve.getByLabel('Code').fill(at(0))
    await eve.getByRole('button', { name: 'Set up my sign-in' }).click()
    await eve.getByText(/everybody tries first/).waitFor()
    await eve.getByRole('textbox', { name: 'Your password' }).fill('a heron stood in the river')
    await eve.getByRole('button', { name: 'Set up my sign-in' }).click()
    await eve.getByText(/Your sign-in is set up/).waitFor()
    await eve.getByRole('textbox', { name: 'Password' }).fill('a heron stood in the river')
    await eve.getByLabel('Code').fill(at(1))
    await eve.getByRole('button', { name: 'Sign in', exact: true }).click()
    await eve.getByRole('navigation', { name: 'Pages' }).first().waitFor()
    expect(desk.complaints).toEqual([])
  })
})
