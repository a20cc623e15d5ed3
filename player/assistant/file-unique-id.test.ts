import bigInt from 'big-integer';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fileUniqueIdOf } from '../../sandbox/bot-api/file-ids.ts';
import { fileUniqueId } from './file-unique-id.ts';

const test = suite('file unique ids');

test('begins as those of the Bot API do, and shortens zeros', () => {
  // 02 000003 | 01 0007
  assert.is(fileUniqueId(bigInt(1)), Buffer.from([2, 0, 3, 1, 0, 7]).toString('base64url'));
  assert.match(fileUniqueId(bigInt('5458812345678901234')), /^AgAD[\w-]{11}$/);
});

test('is what the bot is told of the same document', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }), (id) => {
      const media = { kind: 'audio', documentId: String(id), path: '', sizeBytes: 1, mime: 'audio/mpeg' } as const;
      assert.is(fileUniqueId(bigInt(id)), fileUniqueIdOf(media));
    }),
  );
});

test.run();
