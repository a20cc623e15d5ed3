import type { Audience, StreamId } from '../../model.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { parseStored } from '../parse-stored.ts';
import { streamKeys } from '../stream-keys.ts';
import { streamScript } from '../stream-script.ts';
import { audienceLua } from './audience-lua.ts';

const lua = streamScript(`${audienceLua}
-- Reads who listens.
-- KEYS    the stream's
-- Result  JSON; 'null' when the stream is off or nothing is known of its session
-- Idempotent: it changes nothing.
return audienceJson()
`);

/** {@link AudienceStore.read}. */
export async function readAudience(link: RedisLink, streamId: StreamId): Promise<Audience | null> {
  const json = (await link.runScript(lua, streamKeys(link.prefix, streamId), [])) as string;
  return parseStored(json, `the audience of stream ${streamId}`) as Audience | null;
}
