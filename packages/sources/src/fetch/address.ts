import ipaddr from 'ipaddr.js'

/** `::/96` holds IPv4-compatible addresses such as `::127.0.0.1`, which the library takes for ordinary ones. */
const ipv4Compatible = ipaddr.parseCIDR('::/96')

/**
 * Whether an address is one of the public internet. Everything with a special meaning is refused: loopback, private, link-local
 * (cloud metadata), carrier NAT, multicast, and the ranges that wrap an IPv4 address (mapped, NAT64, 6to4, Teredo).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  if (parsed instanceof ipaddr.IPv6 && parsed.match(ipv4Compatible as [ipaddr.IPv6, number])) return false
  return parsed.range() === 'unicast'
}
