import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Media, MediaKind } from '../world/model.ts';
import { fileIdOf, filePathOf, fileUniqueIdOf, parseFileId, parseFilePath } from './file-ids.ts';

const test = suite('file-ids');
const kinds: readonly MediaKind[] = ['audio', 'voice', 'video', 'video_note', 'document', 'photo'];

function media(kind: MediaKind, documentId: string, fileName?: string): Media {
  const about = { kind, documentId, path: '/x', sizeBytes: 1, mime: 'audio/mpeg' };
  return fileName === undefined ? about : { ...about, fileName };
}

test('every id and path leads back to its file', () => {
  const anyId = fc.bigInt({ min: 10n ** 15n, max: 2n ** 63n - 1n }).map(String);
  fc.assert(
    fc.property(fc.constantFrom(...kinds), anyId, (kind, documentId) => {
      const file = media(kind, documentId, 'a.mp3');
      assert.equal(parseFileId(fileIdOf(file)), { kind, documentId });
      assert.is(parseFilePath(filePathOf(file)), documentId);
      assert.match(fileIdOf(file), /^[\w-]{20,}$/);
    }),
  );
});

test('the unique id is no file id', () => {
  assert.is(parseFileId(fileUniqueIdOf(media('audio', '123456789'))), null);
  assert.is(parseFileId('nonsense'), null);
});

test('a path carries the ending of the name, and nothing else a person typed', () => {
  assert.is(filePathOf(media('audio', '5', '../../etc/So What.mp3')), 'music/5.mp3');
  assert.is(filePathOf(media('voice', '5')), 'voice/5.oga');
  assert.is(filePathOf(media('document', '5', 'README')), 'documents/5');
  assert.is(parseFilePath('music/../../etc/passwd'), null);
});

test.run();
