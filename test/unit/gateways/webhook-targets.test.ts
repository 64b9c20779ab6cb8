import fc from 'fast-check';
import { isPublicAddress } from '../../../lambdas/gateways/reachable-addresses';
import { publicAndLoopbackTargets, publicTargets } from '../../../lambdas/gateways/webhook-targets';

const INSIDE = [
  ['unspecified', '0.0.0.0'],
  ['private', '10.0.0.1'],
  ['private', '172.16.0.1'],
  ['private', '172.31.255.255'],
  ['private', '192.168.1.1'],
  ['shared by carriers', '100.64.0.1'],
  ['shared by carriers', '100.127.255.255'],
  ['loopback', '127.0.0.1'],
  ['loopback', '127.255.255.254'],
  ['the metadata service', '169.254.169.254'],
  ['the credentials of a container', '169.254.170.2'],
  ['the runtime API of Lambda', '127.0.0.1'],
  ['protocols', '192.0.0.1'],
  ['benchmarks', '198.18.0.1'],
  ['examples', '203.0.113.7'],
  ['multicast', '224.0.0.1'],
  ['reserved', '240.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['unspecified', '::'],
  ['loopback', '::1'],
  ['mapped loopback', '::ffff:127.0.0.1'],
  ['mapped metadata service', '::ffff:a9fe:a9fe'],
  ['mapped public, which only hides something', '::ffff:8.8.8.8'],
  ['compatible', '::127.0.0.1'],
  ['translated', '64:ff9b::7f00:1'],
  ['translated, locally', '64:ff9b:1::7f00:1'],
  ['discarded', '100::1'],
  ['Teredo', '2001::1'],
  ['ORCHID', '2001:20::1'],
  ['examples', '2001:db8::1'],
  ['6to4 around a private address', '2002:a00:1::'],
  ['examples', '3fff::1'],
  ['segment routing', '5f00::1'],
  ['unique local', 'fd00:ec2::254'],
  ['link-local', 'fe80::1'],
  ['site-local', 'fec0::1'],
  ['multicast', 'ff02::1'],
] as const;

const OUTSIDE = [
  '8.8.8.8',
  '1.1.1.1',
  '100.63.255.255',
  '100.128.0.1',
  '172.32.0.1',
  '2606:4700:4700::1111',
  '2a00::1',
];

describe('An address', () => {
  it.each(INSIDE)('is not on the internet: %s %s', (_, address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(OUTSIDE)('is on the internet: %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it('is none when it is something else', () => {
    for (const text of ['', 'localhost', '8.8.8.8.8', '8.8.8', '2606:4700', 'fe80::1%eth0', '08.8.8.8']) {
      expect(isPublicAddress(text)).toBe(false);
    }
  });
});

describe('A target in the cloud', () => {
  it.each([
    'https://shop.example.com/hooks',
    'https://shop.example.com:8443/hooks?x=1',
    'https://8.8.8.8/',
    'https://notlocalhost/',
    'https://localhost.example.com/',
  ])('may be %s', (url) => {
    expect(publicTargets.problemOf(url)).toBeUndefined();
  });

  it.each([
    'http://shop.example.com/hooks',
    'ftp://shop.example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'shop.example.com',
    '//shop.example.com/',
    'https://',
    'https://user@shop.example.com/',
    'https://user:password@shop.example.com/',
    'https://shop.example.com/#part',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://127.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[fd00:ec2::254]/',
    'https://①②⑦.0.0.1/',
    'https://localhost/',
    'https://LOCALHOST.:8443/',
    'https://hooks.localhost/',
  ])('fails for %s', (url) => {
    expect(publicTargets.problemOf(url)).toEqual(expect.stringMatching(/^must/));
  });

  it('is reached by https only, whatever it leads to', () => {
    expect(publicTargets.mayConnect('https:', '8.8.8.8')).toBe(true);
    expect(publicTargets.mayConnect('http:', '8.8.8.8')).toBe(false);
    expect(publicTargets.mayConnect('https:', '127.0.0.1')).toBe(false);
  });

  it('never leads to a private IPv4 address, mapped into IPv6 or not', () => {
    const octet = fc.nat(255);
    const privateOnes = fc.oneof(
      fc.tuple(fc.constantFrom(10, 127, 0), octet, octet, octet),
      fc.tuple(fc.constant(192), fc.constant(168), octet, octet),
      fc.tuple(fc.constant(169), fc.constant(254), octet, octet),
      fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), octet, octet),
      fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), octet, octet),
    );
    fc.assert(
      fc.property(privateOnes, (octets) => {
        const address = octets.join('.');
        expect(publicTargets.mayConnect('https:', address)).toBe(false);
        expect(publicTargets.mayConnect('https:', `::ffff:${address}`)).toBe(false);
        expect(publicAndLoopbackTargets.mayConnect('https:', address)).toBe(address.startsWith('127.'));
      }),
    );
  });
});

describe('A target on the local cloud', () => {
  it.each(['http://127.0.0.1:8080/hooks', 'http://localhost:8080/', 'http://[::1]:8080/', 'https://shop.example.com/'])(
    'may be %s',
    (url) => {
      expect(publicAndLoopbackTargets.problemOf(url)).toBeUndefined();
    },
  );

  it.each(['http://shop.example.com/', 'http://192.168.1.1/', 'https://192.168.1.1/', 'https://169.254.169.254/'])(
    'fails for %s as in the cloud',
    (url) => {
      expect(publicAndLoopbackTargets.problemOf(url)).toEqual(expect.stringMatching(/^must/));
    },
  );

  it('without TLS leads to this machine and nowhere else', () => {
    expect(publicAndLoopbackTargets.mayConnect('http:', '127.0.0.1')).toBe(true);
    expect(publicAndLoopbackTargets.mayConnect('http:', '8.8.8.8')).toBe(false);
    expect(publicAndLoopbackTargets.mayConnect('http:', '10.0.0.1')).toBe(false);
    expect(publicAndLoopbackTargets.mayConnect('https:', '10.0.0.1')).toBe(false);
  });
});
