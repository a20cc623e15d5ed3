import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Logger } from '../../log.ts';
import type { MediaKind } from '../world/model.ts';

const run = promisify(execFile);

/** What a client finds out about a file before it sends it. */
export interface FileFacts {
  readonly kind: MediaKind;
  readonly title?: string;
  readonly performer?: string;
  /** Whole seconds. */
  readonly durationSec?: number;
}

/** Reads tags and length as a messenger does; a file that is no sound or film, whatever its type says, is a document. */
export async function probeFile(path: string, mime: string, log: Logger): Promise<FileFacts> {
  const kind = mime.startsWith('audio/') ? 'audio' : mime.startsWith('video/') ? 'video' : 'document';
  if (kind === 'document') return { kind };
  try {
    const fields = 'format=duration:format_tags=title,artist:stream_tags=title,artist';
    const args = ['-v', 'error', '-of', 'json', '-show_entries', fields, path];
    const { stdout } = await run('ffprobe', args, { timeout: 10_000 });
    return { kind, ...readFacts(JSON.parse(stdout)) };
  } catch (error) {
    // A damaged file can be sent like any other; what it is worth is the bot's to find out.
    log.debug({ err: error }, 'no facts about the file');
    return { kind };
  }
}

interface Probe {
  readonly format?: { readonly duration?: string; readonly tags?: Readonly<Record<string, string>> };
  readonly streams?: readonly { readonly tags?: Readonly<Record<string, string>> }[];
}

function readFacts({ format, streams = [] }: Probe): Omit<FileFacts, 'kind'> {
  const tags = Object.assign({}, ...streams.map((stream) => lowerKeys(stream.tags)), lowerKeys(format?.tags));
  const duration = Math.round(Number(format?.duration));
  return {
    ...(tags.title ? { title: tags.title } : {}),
    ...(tags.artist ? { performer: tags.artist } : {}),
    ...(Number.isFinite(duration) ? { durationSec: duration } : {}),
  };
}

/** FLAC and Ogg write TITLE where mp3 writes title. */
function lowerKeys(tags: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).map(([name, value]) => [name.toLowerCase(), value]));
}
