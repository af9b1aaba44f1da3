import { createHmac } from 'node:crypto'
import { type HookRequest, type HookSecrets, hmacSha256, sameSecret } from '../hook/hook.ts'
import { bodyOf } from './body.ts'

const longestAgoMs = 300_000

/** Slack's, Teams', Mattermost's or our own way of showing that a delivery is theirs; each by the one secret of the source. */
export function isSigned(
  { method, headers, body, nowMs }: HookRequest,
  { secret = '' }: HookSecrets,
): boolean {
  if (method !== 'POST' || secret === '') return false
  const slack = headers['x-slack-signature']
  if (slack !== undefined) {
    const time = headers['x-slack-request-timestamp'] ?? ''
    return isRecent(time, nowMs) && sameSecret(slack, `v0=${hmacSha256(secret, signed(`v0:${time}:`, body))}`)
  }
  const own = headers['x-hark-signature']
  if (own !== undefined) {
    const time = headers['x-hark-timestamp'] ?? ''
    return isRecent(time, nowMs) && sameSecret(own, `sha256=${hmacSha256(secret, signed(`${time}.`, body))}`)
  }
  const [, teams] = /^HMAC\s+(\S+)$/i.exec(headers.authorization ?? '') ?? []
  if (teams !== undefined) return sameSecret(teams, teamsHmac(secret, body))
  const { token } = bodyOf(body, headers['content-type']) ?? {}
  return typeof token === 'string' && sameSecret(token, secret)
}

const signed = (before: string, body: Buffer) => Buffer.concat([Buffer.from(before), body])

function isRecent(seconds: string, nowMs: number): boolean {
  return /^\d{9,11}$/.test(seconds) && Math.abs(nowMs - Number(seconds) * 1_000) <= longestAgoMs
}

/** Teams hands out its key in base64 and signs with the bytes it stands for. */
const teamsHmac = (secret: string, body: Buffer) =>
  createHmac('sha256', Buffer.from(secret, 'base64')).update(body).digest('base64')
