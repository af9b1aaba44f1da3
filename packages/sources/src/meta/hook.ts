import { type Hook, hmacSha256, plainReply, sameSecret } from '../hook/hook.ts'

/** Webhooks of Meta: a verify token at set-up, and a signature over the raw bytes, in which `ä` and `/` are escaped as Meta escapes them. */
export const metaHook: Hook = {
  secrets: { appSecret: 'App secret of the Meta app', verifyToken: 'Verify token of the webhook' },
  issued: ['appSecret'],
  handshake({ method, query }, { verifyToken = '' }) {
    if (method !== 'GET' || query.get('hub.mode') === null) return null
    const right =
      query.get('hub.mode') === 'subscribe' &&
      sameSecret(query.get('hub.verify_token') ?? undefined, verifyToken)
    return right ? plainReply(query.get('hub.challenge') ?? '') : plainReply('', 403)
  },
  verify({ method, headers, body }, { appSecret = '' }) {
    if (method !== 'POST' || appSecret === '') return false
    return sameSecret(headers['x-hub-signature-256'], `sha256=${hmacSha256(appSecret, body)}`)
  },
}
