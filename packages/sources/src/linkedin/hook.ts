import { type Hook, hmacSha256, jsonReply, plainReply, sameSecret } from '../hook/hook.ts'
import { losslessJson } from '../lossless-json.ts'
import { Notification, Push } from './shape.ts'

/** LinkedIn challenges an address at set-up and every two hours, and blocks it after three wrong answers. */
export const linkedinHook: Hook = {
  secrets: { clientSecret: 'Client secret of the LinkedIn app' },
  issued: ['clientSecret'],
  handshake({ method, query }, { clientSecret = '' }) {
    const challengeCode = query.get('challengeCode')
    if (method !== 'GET' || challengeCode === null) return null
    if (clientSecret === '' || !/^[\w-]{1,100}$/.test(challengeCode)) return plainReply('', 403)
    return jsonReply({ challengeCode, challengeResponse: hmacSha256(clientSecret, challengeCode) })
  },
  verify({ method, headers, body }, { clientSecret = '' }) {
    if (method !== 'POST' || clientSecret === '') return false
    const signed = hmacSha256(clientSecret, Buffer.concat([Buffer.from('hmacsha256='), body]))
    return sameSecret(headers['x-li-signature']?.replace(/^hmacsha256=/i, '').toLowerCase(), signed)
  },
  /** A batch is known by the notifications in it, however it is written when it comes again. */
  deliveryId({ body }) {
    try {
      const { notifications } = Push.parse(losslessJson(body.toString('utf8')))
      const ids = notifications.map((one) => Notification.parse(one).notificationId)
      return ids.length > 0 ? ids.join(',') : null
    } catch {
      return null
    }
  },
}
