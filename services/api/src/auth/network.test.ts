import { expect, test } from 'vitest'
import { networkOf } from './network.ts'

test.each([
  ['192.0.2.10', '192.0.2.0/24'],
  ['::ffff:192.0.2.10', '192.0.2.0/24'],
  ['::FFFF:c000:020a', '192.0.2.0/24'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
  ['2001:DB8:1::9', '2001:db8:1::/48'],
  ['2001:db8::1', '2001:db8:0::/48'],
  ['2001:db8:0:7::1', '2001:db8:0::/48'],
  ['::1', '0:0:0::/48'],
  ['fe80::1%eth0', 'fe80:0:0::/48'],
  ['fe80::1%eth1', 'fe80:0:0::/48'],
])('%s is of %s', (address, network) => expect(networkOf(address)).toBe(network))

test('two strangers who both come over IPv4 to a dual-stack socket are of two networks', () => {
  expect(networkOf('::ffff:192.0.2.10')).not.toBe(networkOf('::ffff:198.51.100.7'))
})
