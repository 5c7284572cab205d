/** Whom a limit counts: one subscriber is one, by however many addresses. */
import { describe, expect, it } from 'vitest';
import { networkOf } from './client-address.js';

describe('What limits are counted by', () => {
  it.each([
    ['2001:db8:1:2::7', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2:FFFF:ffff:0:1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8:0:1::1', '2001:db8:0:1::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['[2001:db8:1:2::7]:52110', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::7]', '2001:db8:1:2::/64'],
  ])('of %s is its network %s: a subscriber has all of it', (address, network) => expect(networkOf(address)).toBe(network));

  it.each([
    ['198.51.100.7', '198.51.100.7'],
    ['198.51.100.7:52110', '198.51.100.7'],
    ['::ffff:198.51.100.7', '198.51.100.7'],
    ['::ffff:c633:6407', '198.51.100.7'],
    ['64:ff9b::198.51.100.7', '198.51.100.7'],
  ])('of %s is the IPv4 address %s, however it is written', (address, counted) => expect(networkOf(address)).toBe(counted));

  it.each(['unknown', 'proxy.example', '1.2.3', ':::', ''])('of what is no address ("%s") is itself', (address) => expect(networkOf(address)).toBe(address));
});
