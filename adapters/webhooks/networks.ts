import { BlockList, isIPv4, isIPv6 } from 'node:net';

type Network = readonly [address: string, bits: number];

/** What is no address of the open internet: our own networks, links, and what is set apart (RFC 6890, RFC 5735). */
const RESERVED_IPV4: readonly Network[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
/** Of IPv6 only what is given out is open (2000::/3), without what carries an IPv4 address in it or is set apart. */
const OPEN_IPV6: Network = ['2000::', 3];
const RESERVED_IPV6: readonly Network[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const listOf = (networks: readonly Network[]): BlockList => {
  const list = new BlockList();
  for (const [address, bits] of networks) list.addSubnet(address, bits, isIPv6(address) ? 'ipv6' : 'ipv4');
  return list;
};

const reserved4 = listOf(RESERVED_IPV4);
const reserved6 = listOf(RESERVED_IPV6);
const open6 = listOf([OPEN_IPV6]);

/** An IPv4 address that is written as one of IPv6 is that address. */
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
const plain = (address: string): string => MAPPED.exec(address)?.[1] ?? address;

const isOpen = (address: string): boolean => {
  if (isIPv4(address)) return !reserved4.check(address, 'ipv4');
  return isIPv6(address) && open6.check(address, 'ipv6') && !reserved6.check(address, 'ipv6');
};

/** `10.1.0.0/16` as an address and its bits; nothing for what is no network. */
export const readNetwork = (text: string): Network | undefined => {
  const [address = '', bits = ''] = text.split('/');
  const most = isIPv4(address) ? 32 : isIPv6(address) ? 128 : 0;
  return /^\d{1,3}$/.test(bits) && most > 0 && Number(bits) <= most ? [address, Number(bits)] : undefined;
};

/** Which addresses may be reached: those of the open internet, and those of the networks that are allowed by name. */
export const reachableFrom = (allowed: readonly string[]) => {
  const named = listOf(allowed.map(readNetwork).filter((network) => network !== undefined));
  const isNamed = (address: string): boolean => named.check(plain(address), isIPv4(plain(address)) ? 'ipv4' : 'ipv6');
  return { isNamed, mayReach: (address: string): boolean => isNamed(address) || isOpen(plain(address)) };
};
