import { extname } from 'node:path';
import type { Media, MediaKind } from '../world/model.ts';

// As Telegram's, an id carries the kind of file it stands for: a voice's id cannot be sent as a document.
const prefixes: Readonly<Record<MediaKind, string>> = {
  audio: 'CQAC',
  voice: 'AwAC',
  video: 'BAAC',
  video_note: 'DQAC',
  document: 'BQAC',
  photo: 'AgAC',
};

const folders: Readonly<Record<MediaKind, string>> = {
  audio: 'music',
  voice: 'voice',
  video: 'videos',
  video_note: 'video_notes',
  document: 'documents',
  photo: 'photos',
};

/** `file_id` of a file: with it the file can be fetched and sent again. */
export function fileIdOf(media: Media): string {
  return `${prefixes[media.kind]}AgIAAx${Buffer.from(media.documentId).toString('base64url')}`;
}

/**
 * `file_unique_id`: the same for everybody, useless for fetching. As Telegram's: the kind (2: a document) and the id, little-endian, each
 * run of zeros as a zero and its length, in base64url (tdlib, zero_encode).
 */
export function fileUniqueIdOf(media: Media): string {
  const bytes = Buffer.alloc(12);
  bytes.writeInt32LE(2);
  bytes.writeBigUInt64LE(BigInt(media.documentId), 4);
  const hex = bytes.toString('hex').replace(/((?:00)+)(?=(?:..)*$)/g, (zeros) => `00${byteHex(zeros.length / 2)}`);
  return Buffer.from(hex, 'hex').toString('base64url');
}

function byteHex(value: number): string {
  return value.toString(16).padStart(2, '0');
}

/** Kind and document id that a `file_id` stands for; null when it is none. */
export function parseFileId(fileId: string): { readonly kind: MediaKind; readonly documentId: string } | null {
  const found = Object.entries(prefixes).find(([, prefix]) => fileId.startsWith(`${prefix}AgIAAx`));
  if (found === undefined) return null;
  const documentId = Buffer.from(fileId.slice(10), 'base64url').toString();
  return /^\d+$/.test(documentId) ? { kind: found[0] as MediaKind, documentId } : null;
}

/** `file_path` of getFile. */
export function filePathOf(media: Media): string {
  return `${folders[media.kind]}/${media.documentId}${extname(media.fileName ?? '') || defaultExtension(media.kind)}`;
}

/** The document id in a `file_path`; null when it is none. */
export function parseFilePath(path: string): string | null {
  return /^\w+\/(\d+)(?:\.\w+)?$/.exec(path)?.[1] ?? null;
}

function defaultExtension(kind: MediaKind): string {
  if (kind === 'voice') return '.oga';
  return kind === 'video' || kind === 'video_note' ? '.mp4' : '';
}
