import { expect } from 'vitest'
import type { FaultName, Row } from '../faults/stage.fixture.ts'
import { faultNames } from '../faults/stage.fixture.ts'
import { parseInternal } from './internal-source.ts'

const deliver = (body: string) =>
  parseInternal({
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(body),
    receivedAt: '2026-11-22T10:00:00.000Z',
  })
const message = (text: string) =>
  JSON.stringify({
    team_id: 'T1',
    type: 'event_callback',
    event: {
      type: 'message',
      channel: 'C1',
      channel_type: 'channel',
      user: 'U1',
      ts: '1763805600.000100',
      text,
    },
  })

const runs: Partial<Record<FaultName, () => void>> = {
  'the same id with other bytes': () => {
    const both = [deliver(message('one')), deliver(message('other'))].flatMap(({ posts }) => posts)
    expect(both.map(({ text }) => text)).toEqual(['one', 'other'])
    expect(new Set(both.map(({ externalId }) => externalId)).size).toBe(1)
  },
  'a page that is none': () => {
    for (const body of ['<html>busy</html>', '{"', '{"type":"event_callback"}'])
      expect(() => deliver(body)).toThrow(expect.objectContaining({ kind: 'malformed' }))
  },
}
const why =
  'nothing is asked: a delivery is answered when it is stored, and sent again by who sends it until then'

/** Tests only: what is pushed into an internal network's hook. */
export const internalRow: Row = {
  name: 'Internal networks, hook',
  platform: 'internal',
  absent: null,
  exempt: Object.fromEntries(faultNames.filter((fault) => !(fault in runs)).map((fault) => [fault, why])),
  run: async (fault) => runs[fault]?.(),
}
