import { constants } from 'node:fs';
import { copyFile, mkdir, stat, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { derive63, type WorldCore } from './core.ts';
import type { Media, MediaKind } from './model.ts';

/** What is known of a file that is added. `mime` follows from the name when it is not given. */
export interface NewFile {
  readonly kind: MediaKind;
  readonly fileName?: string;
  readonly mime?: string;
  readonly title?: string;
  readonly performer?: string;
  readonly durationSec?: number;
}

/** The files of the world; their bytes lie in the stand-in's folder. */
export interface Files {
  /** Copies a file (by path) or bytes in. Rejects with the file system's error when it cannot be read. */
  addFile(pathOrBytes: string | Uint8Array, about: NewFile): Promise<Media>;
  file(documentId: string): Media | undefined;
}

/** What clients send along with a file of that name. */
const mimeTypes: Readonly<Record<string, string>> = {
  '.mp3': 'audio/mpeg',
  '.m4a': 'audio/mp4',
  '.aac': 'audio/aac',
  '.flac': 'audio/flac',
  '.wav': 'audio/x-wav',
  '.ogg': 'audio/ogg',
  '.oga': 'audio/ogg',
  '.opus': 'audio/ogg',
  '.mp4': 'video/mp4',
  '.mkv': 'video/x-matroska',
  '.webm': 'video/webm',
  '.pdf': 'application/pdf',
  '.txt': 'text/plain',
  '.m3u': 'audio/x-mpegurl',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
};

/** The part of the world that keeps files below `folder`. */
export function createFiles(core: WorldCore, folder: string): Files {
  return {
    addFile: async (pathOrBytes, about) => {
      // The id is the name on disk: nothing that a person typed becomes a path.
      const documentId = derive63(core, 'document', core.counters.object++);
      const path = join(folder, documentId);
      await mkdir(folder, { recursive: true });
      if (typeof pathOrBytes === 'string') await copyFile(pathOrBytes, path, constants.COPYFILE_FICLONE);
      else await writeFile(path, pathOrBytes);
      const { size } = await stat(path);
      const fileName = about.fileName ?? (typeof pathOrBytes === 'string' ? basename(pathOrBytes) : undefined);
      const media: Media = {
        kind: about.kind,
        documentId,
        path,
        sizeBytes: size,
        mime: about.mime ?? mimeTypes[extname(fileName ?? '').toLowerCase()] ?? 'application/octet-stream',
      };
      // A voice message carries no name in Telegram.
      if (fileName !== undefined && about.kind !== 'voice' && about.kind !== 'video_note') media.fileName = fileName;
      if (about.title !== undefined) media.title = about.title;
      if (about.performer !== undefined) media.performer = about.performer;
      if (about.durationSec !== undefined) media.durationSec = about.durationSec;
      core.files.set(documentId, media);
      core.changed();
      return media;
    },
    file: (documentId) => core.files.get(documentId),
  };
}
