import { execFile } from 'node:child_process';
import { z } from 'zod';

/** What a client reads out of a file before it sends it. Fields that the file does not tell are absent. */
export interface FileDescription {
  readonly title?: string;
  readonly performer?: string;
  readonly durationSec?: number;
}

const probe = z.object({
  format: z
    .object({
      duration: z.coerce.number().optional(),
      tags: z.record(z.string(), z.string()).optional(),
    })
    .optional(),
  streams: z.array(z.looseObject({ tags: z.record(z.string(), z.string()).optional() })).optional(),
});

/**
 * Title, performer and duration of a media file by ffprobe, as Telegram's clients send them along. A file that ffprobe does not
 * understand has none of them: people send such files too.
 */
export async function describeFile(path: string): Promise<FileDescription> {
  const text = await new Promise<string>((resolve) => {
    const args = ['-v', 'quiet', '-print_format', 'json', '-show_format', '-show_streams', path];
    execFile('ffprobe', args, { timeout: 10_000 }, (_error, stdout) => resolve(stdout));
  });
  const parsed = probe.safeParse(text.trim() === '' ? {} : JSON.parse(text));
  if (!parsed.success) return {};
  const { format, streams = [] } = parsed.data;
  const tags = Object.assign({}, ...streams.map((stream) => stream.tags ?? {}), format?.tags ?? {});
  const tag = (name: string) =>
    Object.entries(tags as Record<string, string>).find(([key]) => key.toLowerCase() === name)?.[1];
  const title = tag('title');
  const performer = tag('artist');
  const durationSec = format?.duration;
  return {
    ...(title === undefined ? {} : { title }),
    ...(performer === undefined ? {} : { performer }),
    ...(durationSec === undefined ? {} : { durationSec }),
  };
}
