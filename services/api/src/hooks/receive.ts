import { hookSource, noteRefused, storeDelivery } from '@hark/db'
import { bodyId, type HookReply, type HookRequest, plainReply } from '@hark/sources'
import type { ApiContext } from '../context.ts'

const nothingHere = plainReply('', 404)
const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * What a platform hears. Stored, then answered: a 2xx says the bytes are durable. What does not verify is refused without a word more
 * than to an address where nothing is.
 */
export async function receiveHook(
  ctx: ApiContext,
  sourceId: string,
  request: HookRequest,
): Promise<HookReply> {
  const source = isUuid.test(sourceId) ? await hookSource(ctx.db, sourceId) : null
  const hook = source && ctx.adapters[source.platform]?.hook
  if (!source || !hook || source.state === 'ended') return nothingHere
  const sealed = Object.entries(source.secrets)
  const secrets = Object.fromEntries(sealed.map(([name, secret]) => [name, ctx.hookSeal.open(secret)]))
  if (Object.keys(hook.secrets).some((name) => !secrets[name])) return nothingHere
  const handshake = hook.handshake?.(request, secrets)
  if (handshake) return handshake
  if (request.method !== 'POST') return plainReply('', 401)
  if (!hook.verify(request, secrets)) {
    if (source.state === 'running') await noteRefused(ctx.db, source.id)
    return plainReply('', 401)
  }
  // A draft or paused source takes nothing in; platforms come again for hours.
  if (source.state !== 'running') return plainReply('', 503)
  await storeDelivery(ctx.db, {
    sourceId: source.id,
    deliveryId: hook.deliveryId?.(request) ?? bodyId(request.body),
    headers: kept(request.headers),
    body: request.body,
  })
  return hook.accepted ?? plainReply('')
}

/** Headers a parser may need. Signatures and credentials have done their work. */
function kept(headers: Record<string, string>): Record<string, string> {
  const wanted = Object.entries(headers).filter(
    ([name]) =>
      name === 'content-type' ||
      (name.startsWith('x-') && !/signature|token|secret|auth|forwarded|real-ip/.test(name)),
  )
  return Object.fromEntries(wanted)
}
