import { type Hook, hmacSha256, sameSecret } from '../hook/hook.ts'

/** Webhooks of Discourse: the HMAC of the raw body, and an id that stays the same when a delivery is repeated. */
export const discourseHook: Hook = {
  secrets: { webhookSecret: 'secret of the forum’s webhook' },
  verify({ method, headers, body }, { webhookSecret = '' }) {
    if (method !== 'POST' || webhookSecret === '') return false
    return sameSecret(headers['x-discourse-event-signature'], `sha256=${hmacSha256(webhookSecret, body)}`)
  },
  deliveryId: ({ headers }) => headers['x-discourse-event-id'] || null,
}
