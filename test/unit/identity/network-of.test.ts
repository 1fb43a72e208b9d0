import assert from 'node:assert/strict';
import { it } from 'node:test';
import { networkOf } from '@dms/domain/identity/network-of';
import fc from 'fast-check';

it('AUT-03 counts an address of IPv4 for itself, however it is written', () => {
  assert.equal(networkOf('203.0.113.7'), '203.0.113.7');
  assert.equal(networkOf('::ffff:203.0.113.7'), '203.0.113.7');
  assert.equal(networkOf('0:0:0:0:0:FFFF:203.0.113.7'), '203.0.113.7');
  assert.notEqual(networkOf('203.0.113.7'), networkOf('203.0.113.8'));
});

it('AUT-03 counts all addresses of one network of IPv6 together, and those of two apart', () => {
  const half = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 4, maxLength: 4 });
  const written = (groups: readonly number[], padded: boolean): string =>
    groups.map((group) => group.toString(16).padStart(padded ? 4 : 1, '0')).join(':');
  const shortened = (text: string): string => text.replace(/(^|:)0(:0)+(:|$)/, '::');
  fc.assert(
    fc.property(half, half, half, (network, one, other) => {
      const here = networkOf(written([...network, ...one], false));
      assert.equal(here, networkOf(written([...network, ...other], true).toUpperCase()));
      assert.equal(here, networkOf(shortened(written([...network, ...one], false))));
      assert.equal(here, networkOf(`${written([...network, ...one], false)}%eth0`));
      if (written(network, false) !== written(other, false)) assert.notEqual(here, networkOf(written([...other, ...one], false)));
    }),
  );
  assert.equal(networkOf('::1'), '0:0:0:0::/64');
  assert.equal(networkOf('2001:db8::1'), '2001:db8:0:0::/64');
});
