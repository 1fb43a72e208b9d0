const GROUPS = 8;
/** What one subscriber is given at the least (RFC 6177): who has one address of it has all of them. */
const GROUPS_OF_A_NETWORK = 4;

/** An address of IPv4 as a socket for both kinds names it. */
const MAPPED = /^(?:::|(?:0+:){5})ffff:(\d+\.\d+\.\d+\.\d+)$/;

const groupsOf = (text: string): string[] => (text === '' ? [] : text.split(':'));

/**
 * Whom failures from an address are counted for: of IPv4 the address, of IPv6 the network of 64 bits that it belongs to, since
 * a guesser there has more addresses than there are passwords.
 */
export const networkOf = (address: string): string => {
  const [bare = ''] = address.trim().toLowerCase().split('%', 1);
  const mapped = MAPPED.exec(bare)?.[1];
  if (mapped !== undefined) return mapped;
  if (!bare.includes(':')) return bare;
  const [head = '', tail] = bare.split('::', 2);
  const [before, after] = [groupsOf(head), groupsOf(tail ?? '')];
  const left = tail === undefined ? 0 : Math.max(0, GROUPS - before.length - after.length);
  const groups = [...before, ...Array.from({ length: left }, () => '0'), ...after];
  return `${groups
    .slice(0, GROUPS_OF_A_NETWORK)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
};
