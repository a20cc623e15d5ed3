import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createFraming } from './framing.ts';

const test = suite('framing');

const packets = [randomBytes(16), randomBytes(4 * 126), randomBytes(4 * 127), randomBytes(40_000)];

/** What a client of each transport sends: the introduction and the packets. */
const streams: Readonly<Record<string, Buffer>> = {
  full: Buffer.concat(packets.map(fullFrame)),
  abridged: Buffer.concat([Buffer.from([0xef]), ...packets.map(abridgedFrame)]),
  intermediate: Buffer.concat([Buffer.alloc(4, 0xee), ...packets.map(intermediateFrame)]),
};

function fullFrame(packet: Buffer, index: number): Buffer {
  const head = Buffer.alloc(8);
  head.writeInt32LE(packet.length + 12, 0);
  head.writeInt32LE(index, 4);
  const checked = Buffer.concat([head, packet]);
  const tail = Buffer.alloc(4);
  tail.writeUInt32LE(crc32(checked));
  return Buffer.concat([checked, tail]);
}

function abridgedFrame(packet: Buffer): Buffer {
  const words = packet.length / 4;
  const head = words < 127 ? Buffer.from([words]) : Buffer.from([127, words & 255, (words >> 8) & 255, words >> 16]);
  return Buffer.concat([head, packet]);
}

function intermediateFrame(packet: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeInt32LE(packet.length);
  return Buffer.concat([head, packet]);
}

for (const [name, stream] of Object.entries(streams)) {
  test(`${name}: packets come out whole however the stream is cut`, () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: stream.length }), { maxLength: 8 }), (cuts) => {
        const framing = createFraming();
        const edges = [0, ...cuts.sort((left, right) => left - right), stream.length];
        const received = edges.slice(1).flatMap((end, index) => framing.push(stream.subarray(edges[index], end)));
        assert.is(received.length, packets.length);
        received.forEach((packet, index) => {
          assert.ok(packet.equals(packets[index]!));
        });
      }),
      { numRuns: 30 },
    );
  });

  test(`${name}: answers go back in the same transport`, () => {
    const framing = createFraming();
    framing.push(stream);
    const answers = packets.map((packet) => framing.wrap(packet));
    const introduction = { full: 0, abridged: 1, intermediate: 4 }[name] ?? 0;
    assert.ok(Buffer.concat(answers).equals(stream.subarray(introduction)));
  });
}

test('a wrong checksum and an impossible length end the connection', () => {
  const damaged = fullFrame(randomBytes(16), 0);
  damaged[10] = (damaged[10] ?? 0) ^ 1;
  assert.throws(() => createFraming().push(damaged), /checksum/);
  assert.throws(() => createFraming().push(Buffer.from('GET / HTTP/1.1\r\n\r\n')), /length/);
});

test.run();
