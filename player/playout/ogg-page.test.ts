import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { writeOggOpus } from '../../test/fixtures/ogg-writer.ts';
import { findOggPage, readOggPage } from './ogg-page.ts';
import { createPacketAssembler } from './packet-assembler.ts';

const test = suite('Ogg pages and packets');

/** All packets of a file, headers too; null for those without a beginning. */
function readAll(bytes: Buffer, from = 0): (Buffer | null)[] {
  const assembler = createPacketAssembler();
  const packets: (Buffer | null)[] = [];
  for (let at = from; at < bytes.length; ) {
    const page = readOggPage(bytes, at);
    if (typeof page === 'string') throw new Error(`${page} at ${at}`);
    packets.push(...assembler.accept(page, bytes));
    at = page.endAt;
  }
  return packets;
}

test('any packets come back whole from any layout', () => {
  const packets = fc.array(fc.uint8Array({ minLength: 1, maxLength: 1_300 }), { minLength: 1, maxLength: 20 });
  const layout = fc.record({
    segmentsPerPage: fc.integer({ min: 1, max: 255 }),
    packetsPerPage: fc.integer({ min: 1, max: 10 }),
  });
  fc.assert(
    fc.property(packets, layout, (given, options) => {
      const read = readAll(writeOggOpus(given, options)).slice(2);
      assert.equal(
        read.map((packet) => packet?.toString('hex')),
        given.map((packet) => Buffer.from(packet).toString('hex')),
      );
    }),
    { numRuns: 60 },
  );
});

test('a page that is not whole yet is incomplete at every length', () => {
  const file = writeOggOpus([Buffer.alloc(600, 1)]);
  const first = readOggPage(file, 0);
  if (typeof first === 'string') throw new Error(first);
  for (let length = 0; length < first.endAt; length += 1)
    assert.is(readOggPage(file.subarray(0, length), 0), 'incomplete', `${length} bytes`);
});

test('what is no page is invalid', () => {
  assert.is(readOggPage(Buffer.from('ID3 is not an Ogg page, not by a long way'), 0), 'invalid');
  assert.is(readOggPage(Buffer.from('Og!'), 0), 'invalid');
  const file = writeOggOpus([Buffer.alloc(10)]);
  file.writeUInt8(1, 4);
  assert.is(readOggPage(file, 0), 'invalid', 'version 1 does not exist');
});

test('the fields of a page are read', () => {
  const file = writeOggOpus([Buffer.alloc(10), Buffer.alloc(300)], { trimmedSamples: 100 });
  const last = findOggPage(file, 60, 0x0efb);
  const page = readOggPage(file, last?.at ?? 0);
  if (typeof page === 'string') throw new Error(page);
  assert.is(page.granule, 2 * 960 - 100);
  assert.is(page.isLast, true);
  assert.is(page.isContinued, false);
  assert.is(page.serial, 0x0efb);
  assert.equal([...page.segments], [10, 255, 45]);
  assert.is(page.endAt, file.length);
});

test('reading from the middle: the packet without its beginning is counted as null', () => {
  const packets = [Buffer.alloc(700, 1), Buffer.alloc(700, 2), Buffer.alloc(700, 3)];
  const file = writeOggOpus(packets, { segmentsPerPage: 2 });
  const second = findOggPage(file, 0, 0x0efb);
  assert.is(second?.at, 0);
  // The first page at which an audio packet ends is a continuation.
  const inAudio = findOggPage(file, 200, 0x0efb);
  const read = readAll(file, inAudio?.at);
  assert.is(read[0], null);
  assert.equal(read.slice(1), packets.slice(1));
});

test('a capture pattern within audio is not taken for a page', () => {
  const decoy = Buffer.concat([Buffer.alloc(20), Buffer.from('OggS\0\0'), Buffer.alloc(60)]);
  const file = writeOggOpus([decoy, Buffer.alloc(50, 7)], { packetsPerPage: 1 });
  const inside = file.indexOf(decoy) + 20;
  const found = findOggPage(file, inside - 1, 0x0efb);
  assert.ok((found?.at ?? 0) > inside);
  assert.is(found?.isLast, true);
  assert.is(findOggPage(file, file.length - 20, 0x0efb), null);
});

test('another stream’s pages are passed over', () => {
  const file = writeOggOpus([Buffer.alloc(50, 7)]);
  assert.is(findOggPage(file, 0, 0x1234), null);
});

test.run();
