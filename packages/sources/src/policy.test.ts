import { expect, it } from 'vitest'
import { adapters } from './adapters.ts'
import { blueskyPolicy } from './jetstream/policy.ts'
import { type PolicyManifest, recheckHoursOf, stricterIn, whyNotRun } from './policy.ts'

const standing = (
  policy: Partial<PolicyManifest> = blueskyPolicy,
  permissionReference: string | null = null,
) => ({ policy, permissionReference })

it.each<[string, Partial<PolicyManifest>, string | null, RegExp | null]>([
  ['as they were acknowledged', {}, null, null],
  [
    'that ask for a permission, none on file',
    { needsPermissionReference: true },
    null,
    /put its reference on file/,
  ],
  [
    'that ask for a permission, blanks on file',
    { needsPermissionReference: true },
    '   ',
    /put its reference on file/,
  ],
  ['that ask for a permission, one on file', { needsPermissionReference: true }, 'DPA 12', null],
  ['that forbid to infer health', { mayInferHealth: false }, null, /health/],
  ['that allow no text', { mayStoreText: false }, 'DPA 12', /no text/],
])('under terms %s', (_, change, permission, expected) => {
  const current = { ...blueskyPolicy, ...change }
  const why = whyNotRun(current, standing(current, permission))
  if (expected === null) expect(why).toBeNull()
  else expect(why).toMatch(expected)
})

it.each<[Partial<PolicyManifest>, Partial<PolicyManifest>, string[]]>([
  [{ mayReply: false }, { mayReply: true }, ['mayReply']],
  [{ mayReply: true }, { mayReply: false }, []],
  [{ retentionDays: 30 }, { retentionDays: null }, ['retentionDays']],
  [{ retentionDays: null }, { retentionDays: 30 }, []],
  [{ recheckHours: 24 }, { recheckHours: 48 }, []],
  [{ exportAllowed: 'ids' }, { exportAllowed: 'full' }, ['exportAllowed']],
  [{ holdForSafety: 'never' }, { holdForSafety: 'legal_duty' }, ['holdForSafety']],
  [{ holdForSafety: 'legal_duty' }, { holdForSafety: 'never' }, []],
  [{ mayTrain: false }, {}, []],
])('terms now %j, acknowledged %j: stricter in %j', (current, acknowledged, expected) => {
  expect(stricterIn({ ...blueskyPolicy, ...current }, acknowledged)).toEqual(expected)
})

it.each<[Partial<PolicyManifest>, Partial<PolicyManifest>, boolean, number | null]>([
  [{ recheckHours: null }, {}, false, null],
  [{ recheckHours: 24 }, { recheckHours: 48 }, true, 24],
  [{ recheckHours: 48 }, { recheckHours: 24 }, false, 24],
  [{ recheckHours: 24 }, { recheckHours: null }, false, 24],
  [{ recheckHours: null }, { recheckHours: 24 }, false, 24],
  [{ recheckHours: 24, recheckHoursListening: 168 }, { recheckHours: null }, true, 168],
  [{ recheckHours: 24, recheckHoursListening: 168 }, { recheckHours: null }, false, 24],
])(
  'terms now %j, acknowledged %j, listening %s: asked after each %s hours',
  (current, acknowledged, listening, hours) => {
    const { recheckHoursListening: _, ...rest } = blueskyPolicy
    expect(recheckHoursOf({ ...rest, ...current }, acknowledged, listening)).toBe(hours)
  },
)

it('every platform says where its terms are and when they were read', () => {
  for (const { policy, platform } of Object.values(adapters)) {
    expect(policy.platform).toBe(platform)
    expect(policy.termsReadOn).toMatch(/^\d{4}-\d\d-\d\d$/)
    expect(policy.summary.length).toBeGreaterThan(50)
    if (policy.termsUrl !== null) expect(URL.canParse(policy.termsUrl)).toBe(true)
    if (policy.mayReply && policy.platform !== 'practice') expect(policy.replyCondition).not.toBeNull()
  }
})
