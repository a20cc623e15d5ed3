import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Api } from 'telegram/tl/index.js';
import { type Method, method } from '../method.ts';
import { RpcError } from '../rpc-error.ts';
import type { Services } from '../services.ts';
import { fileReference } from '../tl/messages.ts';

const kb = 1024;
const mb = 1024 * kb;
// A slow line: with the usual pieces of 512 KB each takes 2 s.
const slowBytesPerSec = 256 * kb;

/** Giving out files, up to 2 GB, piece by piece from the disk. */
export function createUploadMethods({ world, faults }: Services): Method[] {
  return [
    // Errors: LOCATION_INVALID, FILE_ID_INVALID, FILE_REFERENCE_EXPIRED, OFFSET_INVALID, LIMIT_INVALID.
    method(Api.upload.GetFile, async ({ location, offset, limit, precise }, { userId }) => {
      const media = findFile(location, userId);
      const position = offset.toJSNumber();
      requireRange(position, limit, precise === true);
      if (faults.take('slow-download') !== null) await sleep((limit / slowBytesPerSec) * 1000);
      const bytes = await readPiece(media.path, position, limit);
      return new Api.upload.File({ type: new Api.storage.FileUnknown(), mtime: 0, bytes });
    }),
  ];

  /** @throws RpcError LOCATION_INVALID, FILE_ID_INVALID (unknown, or another account's hash), FILE_REFERENCE_EXPIRED */
  function findFile(location: Api.TypeInputFileLocation, viewer: number) {
    if (!(location instanceof Api.InputDocumentFileLocation)) throw new RpcError(400, 'LOCATION_INVALID');
    const media = world.file(location.id.toString());
    const hash = media && world.accessHash(viewer, { type: 'document', id: media.documentId });
    if (media === undefined || location.accessHash.toString() !== hash) throw new RpcError(400, 'FILE_ID_INVALID');
    if (!fileReference(media).equals(location.fileReference)) throw new RpcError(400, 'FILE_REFERENCE_EXPIRED');
    return media;
  }
}

/** https://core.telegram.org/api/files#downloading-files: multiples of 4 KB (precise: of 1 KB) inside one megabyte. */
function requireRange(offset: number, limit: number, isPrecise: boolean): void {
  const unit = isPrecise ? kb : 4 * kb;
  if (offset < 0 || offset % unit !== 0) throw new RpcError(400, 'OFFSET_INVALID');
  const isWhole = limit > 0 && limit <= mb && limit % unit === 0 && (isPrecise || mb % limit === 0);
  const isInOneMb = Math.floor(offset / mb) === Math.floor((offset + limit - 1) / mb);
  if (!isWhole || !isInOneMb) throw new RpcError(400, 'LIMIT_INVALID');
}

/** Shorter than asked for at the end of the file, empty behind it. */
async function readPiece(path: string, position: number, length: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
