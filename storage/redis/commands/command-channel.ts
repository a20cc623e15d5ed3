import type { Command, CommandChannel } from '../../store.ts';
import { followStream } from '../events/follow-stream.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { parseStored } from '../parse-stored.ts';

/** About how many commands are kept: only players that are there right now need them. */
const keptCommands = 1_000;

/** Commands to players: a short Redis Stream that each player follows from the moment it begins. */
export function createCommandChannel(link: RedisLink): CommandChannel {
  const key = `${link.prefix}:commands`;
  return {
    async send(command) {
      await link.call((redis) => redis.xadd(key, 'MAXLEN', '~', keptCommands, '*', 'command', JSON.stringify(command)));
    },
    follow: (signal) =>
      followStream(link, key, {
        signal,
        decode: ([id, fields]) => parseStored(fields[1] ?? '', `command ${id}`) as Command,
      }),
  };
}
