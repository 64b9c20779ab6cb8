import { BlockList, isIPv4, isIPv6 } from 'node:net';

type Range = readonly [network: string, prefix: number];

/**
 * IPv4 that is not for the whole internet, from the registry of special-purpose addresses
 * (https://www.iana.org/assignments/iana-ipv4-special-registry): networks of our own and of the cloud's insides
 * (169.254.169.254), shared by carriers (100.64/10), reserved, multicast.
 */
const SPECIAL_IPV4: readonly Range[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/** Of IPv6 one block is for the whole internet. What is mapped, translated, local or multicast is outside of it. */
const GLOBAL_IPV6: Range = ['2000::', 3];

/** And in it there is what leads elsewhere: Teredo and other protocols, examples, 6to4 (which holds an IPv4 address). */
const SPECIAL_IPV6: readonly Range[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
];

const listOf = (ranges: readonly Range[], family: 'ipv4' | 'ipv6'): BlockList => {
  const list = new BlockList();
  for (const [network, prefix] of ranges) {
    list.addSubnet(network, prefix, family);
  }
  return list;
};

const special4 = listOf(SPECIAL_IPV4, 'ipv4');
const global6 = listOf([GLOBAL_IPV6], 'ipv6');
const special6 = listOf(SPECIAL_IPV6, 'ipv6');

/** Whether everybody on the internet would reach the same machine under it. What is no address is none of them. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) {
    return !special4.check(address, 'ipv4');
  }
  return isIPv6(address) && global6.check(address, 'ipv6') && !special6.check(address, 'ipv6');
}

/** This machine, and no other form of it than these. */
export const isLoopbackAddress = (address: string): boolean =>
  (isIPv4(address) && address.startsWith('127.')) || address === '::1';
