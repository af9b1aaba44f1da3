import { isIP } from 'node:net'
import { z } from 'zod'

/**
 * Addresses and networks (CIDR), comma-separated, of the proxies in front. Only what one of them says of the client (`X-Forwarded-*`) is
 * believed, from the nearest outwards, up to the first address that is none of ours; everybody else's word is ignored. A list, never
 * "all": a client who could choose its address would choose its rate limit, its lockout and the network of its signatures.
 */
export const TrustedProxies = z
  .string()
  .default('')
  .transform((list) => list.split(',').flatMap((part) => part.trim() || []))
  .refine(
    (list) => list.every(isNetwork),
    'needs addresses or networks such as 10.0.0.5 or 10.0.0.0/8, comma-separated',
  )

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/')
  const family = isIP(address)
  if (family === 0 || more.length > 0) return false
  return (
    bits === undefined ||
    (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (family === 4 ? 32 : 128))
  )
}
