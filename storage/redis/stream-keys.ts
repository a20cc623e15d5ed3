import type { StreamId } from '../model.ts';

/**
 * The keys of one stream, in the order in which every script on a stream receives them. The hash tag `{streamId}` keeps them
 * on one node of a Redis Cluster, so that one script may touch them all.
 */
export function streamKeys(prefix: string, streamId: StreamId): readonly string[] {
  const stream = `${prefix}:{${streamId}}`;
  return [
    `${stream}:queue`,
    `${stream}:queue:items`,
    `${stream}:queue:version`,
    `${stream}:playback`,
    `${stream}:state`,
    `${stream}:lease`,
    `${stream}:lease:fence`,
    `${stream}:results`,
    `${stream}:results:times`,
    `${stream}:queue:adders`,
    `${stream}:queue:counts`,
    `${stream}:queue:edits`,
    `${stream}:settings`,
    `${stream}:history`,
    `${stream}:votes`,
    `${stream}:audience`,
  ];
}

/** The stream's notes: a hash, by name. */
export function notesKey(prefix: string, streamId: StreamId): string {
  return `${prefix}:{${streamId}}:notes`;
}
