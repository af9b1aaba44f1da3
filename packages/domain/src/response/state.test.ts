import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DomainError } from '../errors.ts'
import {
  nextResponseState,
  possibleEvents,
  type ResponseEvent,
  type ResponseState,
  responseEvents,
  responseStates,
} from './state.ts'

/** Row: state; column: what happens. The guide's workflow (§6.4) and the gate (trust.md §3), drawn by hand. */
const drawn: Record<ResponseState, Partial<Record<ResponseEvent, ResponseState>>> = {
  drafted: { edit: 'drafted', submit: 'in_review', withdraw: 'withdrawn' },
  in_review: { edit: 'drafted', approve: 'held', reject: 'rejected', withdraw: 'withdrawn' },
  rejected: { edit: 'drafted', withdraw: 'withdrawn' },
  revoked: { edit: 'drafted', withdraw: 'withdrawn' },
  held: {
    claim: 'sending',
    take: 'taken',
    lapse: 'expired',
    revoke: 'revoked',
    restore: 'unknown',
    withdraw: 'withdrawn',
  },
  expired: { revoke: 'revoked', restore: 'unknown', withdraw: 'withdrawn' },
  sending: { confirm: 'sent', defer: 'held', refuse: 'failed', lose: 'unknown', restore: 'unknown' },
  unknown: { confirm: 'sent', resend: 'held', cancel: 'failed' },
  failed: { edit: 'drafted', withdraw: 'withdrawn' },
  sent: {},
  taken: {},
  withdrawn: {},
}
const attempt = (state: ResponseState, event: ResponseEvent): ResponseState | string => {
  try {
    return nextResponseState(state, event)
  } catch (refusal) {
    return refusal instanceof DomainError ? refusal.code : String(refusal)
  }
}

describe.each(responseStates)('from %s', (state) => {
  test.each(responseEvents)('%s', (event) => {
    const expected = drawn[state][event]
    if (expected) expect(attempt(state, event)).toBe(expected)
    else expect(attempt(state, event)).toMatch(/^response\.(?!own|lint|listen)/)
  })
  test('the possible events are those that do not refuse', () => {
    expect(possibleEvents(state).sort()).toEqual(Object.keys(drawn[state]).sort())
  })
})

test.each([
  ['sending', 'revoke', 'response.too_late'],
  ['unknown', 'withdraw', 'response.too_late'],
  ['sent', 'withdraw', 'response.too_late'],
  ['taken', 'withdraw', 'response.too_late'],
  ['taken', 'take', 'response.not_signed'],
  ['in_review', 'take', 'response.not_signed'],
  ['held', 'edit', 'response.not_draft'],
  ['drafted', 'approve', 'response.not_reviewable'],
  ['drafted', 'claim', 'response.not_signed'],
  ['withdrawn', 'submit', 'response.not_draft'],
  ['sent', 'resend', 'response.illegal_transition'],
] as const)('%s refuses %s with %s', (state, event, code) => {
  expect(attempt(state, event)).toBe(code)
})

test('on any path: sent once, only over an approval newer than the last edit; withdrawn and sent are the end', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...responseEvents), { maxLength: 60 }), (events) => {
      let state: ResponseState = 'drafted'
      let approved = false
      let sends = 0
      for (const event of events) {
        if (!possibleEvents(state).includes(event)) continue
        const before: ResponseState = state
        state = nextResponseState(state, event)
        if (event === 'edit' || event === 'revoke' || event === 'reject') approved = false
        if (event === 'approve') approved = true
        if (state === 'held' || state === 'sending' || state === 'unknown' || state === 'sent')
          expect(approved).toBe(true)
        if (state === 'sent') sends++
        expect(['sent', 'withdrawn']).not.toContain(before)
        if (before === 'unknown') expect(['confirm', 'resend', 'cancel']).toContain(event)
      }
      expect(sends).toBeLessThanOrEqual(1)
    }),
    { numRuns: 2000 },
  )
})

test('every state is reached from a draft', () => {
  const seen = new Set<ResponseState>(['drafted'])
  for (const state of seen)
    for (const event of possibleEvents(state)) seen.add(nextResponseState(state, event))
  expect([...seen].sort()).toEqual([...responseStates].sort())
})

describe('the database knows the same states and allows the same moves', () => {
  const sql = (name: string) =>
    readFileSync(new URL(`../../../../migrations/${name}`, import.meta.url), 'utf8')
  test('its view names the same states', () => {
    const view = /view response_status[\s\S]+?end as state/.exec(sql('028-by-hand.sql'))?.[0] ?? ''
    const named = [...view.matchAll(/(?:then|else) '(\w+)'/g)].map((m) => m[1])
    expect([...new Set(named)].sort()).toEqual([...responseStates].sort())
  })
  test('each move of an order is among those its trigger lets pass', () => {
    const list = /not in \((\('ready', 'sending'\)[\s\S]+?\))\) then/.exec(sql('028-by-hand.sql'))?.[1] ?? ''
    const legal = new Set([...list.matchAll(/\('(\w+)', '(\w+)'\)/g)].map((m) => `${m[1]}>${m[2]}`))
    expect(legal.size).toBeGreaterThan(8)
    const moves = (['held', 'expired', 'sending', 'unknown'] as const).flatMap((state) =>
      possibleEvents(state).map((event) => [state, event] as const),
    )
    const others: Partial<Record<ResponseState, string>> = {
      sending: 'sending',
      unknown: 'unknown',
      sent: 'sent',
      failed: 'failed',
      revoked: 'cancelled',
      withdrawn: 'cancelled',
    }
    /** What waits for a machine, or for a person: the one is claimed, the other taken out. */
    const waiting = [
      { ready: 'ready', not: 'take' },
      { ready: 'by_hand', not: 'claim' },
    ]
    for (const { ready, not } of waiting)
      for (const [state, event] of moves.filter(
        ([state, event]) => event !== not && !(ready === 'by_hand' && state === 'sending'),
      )) {
        const order = { ...others, held: ready, expired: ready, taken: 'taken' } as typeof others
        // Two people's “cancel” ends the order as cancelled; what a person reads then is that nothing was sent.
        const to = event === 'cancel' ? 'cancelled' : order[nextResponseState(state, event)]
        if (order[state] !== to) expect(legal).toContain(`${order[state]}>${to}`)
      }
  })
})
