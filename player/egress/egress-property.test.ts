import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isPublicAddress } from './address-policy.ts';
import { judgeTarget } from './egress-target.ts';

const test = suite('egress properties');

/** Networks that nobody may reach, as first address and prefix length. */
const closedNetworks = [
  [0x0a_00_00_00, 8],
  [0xac_10_00_00, 12],
  [0xc0_a8_00_00, 16],
  [0x7f_00_00_00, 8],
  [0xa9_fe_00_00, 16],
  [0x64_40_00_00, 10],
  [0xe0_00_00_00, 3],
  [0x00_00_00_00, 8],
] as const;

const octetsOf = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff);

/** An IPv4 address (as a number) out of a closed network. */
const closedAddress = fc
  .tuple(fc.constantFrom(...closedNetworks), fc.integer({ min: 0, max: 2 ** 32 - 1 }))
  .map(([[network, prefix], random]) => (network | (random & (2 ** (32 - prefix) - 1))) >>> 0);

/** Every way in which URL parsers read an IPv4 address. */
function notationsOf(value: number): string[] {
  const [a = 0, b = 0, c = 0, d = 0] = octetsOf(value);
  return [
    `${a}.${b}.${c}.${d}`,
    `${a}.${b}.${c * 256 + d}`,
    `${a}.${(b * 256 + c) * 256 + d}`,
    String(value),
    `0x${value.toString(16)}`,
    `0${value.toString(8)}`,
    `0x${a.toString(16)}.0${b.toString(8)}.${c}.0x${d.toString(16)}`,
    `${a}.${b}.${c}.${d}.`,
    `%3${a.toString()[0]}${a.toString().slice(1)}.${b}.${c}.${d}`,
  ];
}

/** The same address inside IPv6, in every form that carries one. */
function embeddingsOf(value: number): string[] {
  const [a = 0, b = 0, c = 0, d = 0] = octetsOf(value);
  const high = (a * 256 + b).toString(16);
  const low = (c * 256 + d).toString(16);
  return [
    `::ffff:${a}.${b}.${c}.${d}`,
    `::ffff:${high}:${low}`,
    `::${high}:${low}`,
    `::ffff:0:${high}:${low}`,
    `64:ff9b::${high}:${low}`,
    `64:ff9b:1::${high}:${low}`,
    `2002:${high}:${low}::1`,
    `2001::${high}:${low}`,
  ];
}

test('no address of a closed network is public, in itself or inside IPv6', () => {
  fc.assert(
    fc.property(closedAddress, (value) => {
      for (const text of [octetsOf(value).join('.'), ...embeddingsOf(value)])
        assert.not.ok(isPublicAddress(text), text);
    }),
  );
});

test('no notation of it passes in a link', () => {
  fc.assert(
    fc.property(
      closedAddress,
      fc.constantFrom('http', 'https', 'HTTP'),
      fc.integer({ min: 0, max: 65_535 }),
      (value, scheme, port) => {
        const hosts = [...notationsOf(value), ...embeddingsOf(value).map((address) => `[${address}]`)];
        for (const host of hosts) {
          const target = judgeTarget(`${scheme}://${host}:${port}/a.mp3`, []);
          assert.is(target.type, 'refused', host);
        }
      },
    ),
  );
});

test('whatever is written, the judgement is an answer, never an exception', () => {
  const text = fc.oneof(
    fc.string(),
    fc.webUrl(),
    fc.webUrl().map((url) => url.replace('//', '//user@')),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(text, (words) => {
      const target = judgeTarget(words, [{ host: 'a', port: 1 }]);
      if (target.type === 'ok') assert.match(target.url.protocol, /^https?:$/);
      else assert.match(target.refusal.code, /^url-/);
    }),
  );
});

test.run();
