import { type Hook, hmacSha256, jsonReply, plainReply, sameSecret } from '../hook/hook.ts'
import { losslessJson } from '../lossless-json.ts'
import { ActivityEvent } from './shape.ts'

/** Webhooks of X (Activity API): the challenge-response check, at set-up and every hour, and the signature over the raw body. */
export const xHook: Hook = {
  secrets: { consumerSecret: 'API key secret of the X app' },
  issued: ['consumerSecret'],
  handshake({ method, query }, { consumerSecret = '' }) {
    const token = query.get('crc_token')
    if (method !== 'GET' || token === null) return null
    if (consumerSecret === '' || token === '' || token.length > 1_000) return plainReply('', 403)
    return jsonReply({ response_token: `sha256=${hmacSha256(consumerSecret, token, 'base64')}` })
  },
  verify({ method, headers, body }, { consumerSecret = '' }) {
    if (method !== 'POST' || consumerSecret === '') return false
    const given = headers['x-twitter-webhooks-signature'] ?? headers['x-signature']
    return sameSecret(given, `sha256=${hmacSha256(consumerSecret, body, 'base64')}`)
  },
  deliveryId({ body }) {
    try {
      return ActivityEvent.parse(losslessJson(body.toString('utf8'))).data.event_uuid ?? null
    } catch {
      return null
    }
  },
}
