import { isIPv6 } from 'node:net'

/**
 * The part of an address that names a network: /24 or /48. A changed network ends the signing series, and failed sign-ins count by it,
 * so an IPv4 address is the same behind a dual-stack socket (`::ffff:192.0.2.1`): all of IPv4 would be one network otherwise.
 */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return `${address.split('.').slice(0, 3).join('.')}.0/24`
  const groups = groupsOf(address)
  const mapped = groups.slice(0, 5).every((g) => g === 0) && groups[5] === 0xffff
  if (!mapped) return `${groups.slice(0, 3).map(hex).join(':')}::/48`
  const [high = 0, low = 0] = groups.slice(6)
  return `${high >> 8}.${high & 255}.${low >> 8}.0/24`
}

const hex = (n: number): string => n.toString(16)

/** The eight groups of an IPv6 address, whichever way it is written. */
function groupsOf(address: string): number[] {
  const dotted = /(\d+)\.(\d+)\.(\d+)\.(\d+)$/
  const plain = address
    .replace(/%.*$/, '')
    .replace(dotted, (_, ...b) => `${hex(+b[0] * 256 + +b[1])}:${hex(+b[2] * 256 + +b[3])}`)
  const [before = [], after = []] = plain.split('::').map((s) => s.split(':').filter((g) => g !== ''))
  const zeros = Array<string>(8 - before.length - after.length).fill('0')
  return [...before, ...zeros, ...after].map((g) => Number.parseInt(g, 16))
}
