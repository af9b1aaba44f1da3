import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  assertRolesCombine,
  forbiddenPair,
  mayDo,
  type Permission,
  permissions,
  type Role,
  roleNames,
  roles,
  whyNot,
} from './role.ts'

const all = Object.keys(permissions) as Permission[]

test('the matrix of roles and permissions', () => {
  const short: Record<Role, string> = {
    pv_reviewer: 'R',
    pv_lead: 'L',
    comms: 'C',
    auditor: 'A',
    operator: 'O',
  }
  const rows = all.map(
    (p) => `${p.padEnd(22)} ${roles.map((r) => (mayDo([r], p) ? short[r] : '·')).join(' ')}`,
  )
  expect(`\n${rows.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    queue.read             R L · A ·
    case.work              R L · · ·
    case.sign              R L · · ·
    clock.recompute        · L · · ·
    author.reveal          R L · · ·
    handoff.read           R L · A O
    handoff.acknowledge    · L · · ·
    response.read          R L C A ·
    response.release       R L · · ·
    response.draft         R L C · ·
    response.sign          R L · · ·
    response.withdraw      R L C · ·
    response.take_out      R L C · ·
    publication.resolve    · L · · ·
    kill_switch.engage     R L C · O
    kill_switch.release    · L · · ·
    listening.read         R L C A ·
    quality.read           R L · A ·
    sources.read           R L C A O
    sources.change         · L · · O
    programme.change       · L · · ·
    quarantine.release     · L · · O
    audit.read             · L · A ·
    audit.export           · L · A ·
    people.read            · L · A O
    people.change          · · · · O
    "
  `)
})

describe('what the roles are for', () => {
  const holders = (p: Permission) => roles.filter((r) => mayDo([r], p))
  test('who runs the system neither reads nor decides nor signs (MHRA DI 6.16)', () => {
    for (const p of ['queue.read', 'case.work', 'case.sign', 'response.sign', 'author.reveal'] as const)
      expect(holders(p)).not.toContain('operator')
  })
  test('communications never opens the safety queue or signs (R-33)', () => {
    for (const p of ['queue.read', 'case.work', 'case.sign', 'response.sign', 'author.reveal'] as const)
      expect(holders(p)).not.toContain('comms')
  })
  test('an auditor changes nothing', () => {
    const reading = all.filter((p) => mayDo(['auditor'], p))
    expect(reading.filter((p) => !p.endsWith('.read'))).toEqual(['audit.export'])
  })
  test('everything somebody may do, somebody else may check: no permission is nobody’s', () => {
    for (const p of all) expect(holders(p).length).toBeGreaterThan(0)
  })
})

test('why not names exactly the roles that would do', () => {
  fc.assert(
    fc.property(fc.subarray([...roles]), fc.constantFrom(...all), (held, permission) => {
      const why = whyNot(held, permission)
      expect(why === null).toBe(mayDo(held, permission))
      for (const r of roles)
        if (why)
          expect(why.includes(roleNames[r])).toBe((permissions[permission] as readonly Role[]).includes(r))
    }),
  )
})

test('a set of roles combines exactly when none of its pairs is forbidden, in any order', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...roles]), (held) => {
      const clash = held.some((a) => held.some((b) => forbiddenPair(a, b) !== null))
      const act = () => assertRolesCombine(held)
      if (clash) expect(act).toThrow(expect.objectContaining({ code: 'roles.forbidden_combination' }))
      else expect(act).not.toThrow()
    }),
  )
})

test('a forbidden pair is forbidden both ways, and no role forbids itself', () => {
  for (const a of roles) {
    expect(forbiddenPair(a, a)).toBeNull()
    for (const b of roles) expect(forbiddenPair(a, b)).toBe(forbiddenPair(b, a))
  }
})
