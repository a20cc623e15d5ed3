import type { Playback, StreamId } from '../../model.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { parseStored } from '../parse-stored.ts';
import { streamKeys } from '../stream-keys.ts';
import { streamScript } from '../stream-script.ts';
import { type StoredPlayback, toPlayback } from './stored-playback.ts';

const lua = streamScript(`
-- Reads the playback.
-- KEYS    the stream's
-- Result  playback as JSON
-- Writes nothing.
return playbackJson()
`);

/** {@link PlaybackStore.read}; a stream that was never started is off, at generation 0. */
export async function readPlayback(link: RedisLink, streamId: StreamId): Promise<Playback> {
  const json = (await link.runScript(lua, streamKeys(link.prefix, streamId), [])) as string;
  return toPlayback(streamId, parseStored(json, `the playback of stream ${streamId}`) as StoredPlayback);
}
