import { type Hook, jsonReply } from '../hook/hook.ts'
import { bodyOf } from './body.ts'
import { isSigned } from './signature.ts'

export const internalHook: Hook = {
  secrets: { secret: 'signing secret or token of the webhook' },
  /** Slack asks once whether somebody is there who knows the secret. */
  handshake(request, secrets) {
    const body = request.method === 'POST' ? bodyOf(request.body, request.headers['content-type']) : null
    if (body?.type !== 'url_verification' || typeof body.challenge !== 'string') return null
    return isSigned(request, secrets)
      ? jsonReply({ challenge: body.challenge.slice(0, 1_000) })
      : jsonReply({}, 403)
  },
  verify: isSigned,
  deliveryId({ body, headers }) {
    const id = bodyOf(body, headers['content-type'])?.event_id
    return typeof id === 'string' && id !== '' ? id.slice(0, 200) : null
  },
  // Mattermost and Teams show what is answered in the channel: nothing is.
  accepted: jsonReply({}),
}
