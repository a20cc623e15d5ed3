import type { MediaServer } from '../media/media-server.ts';
import type { GroupCall, Participant } from '../world/model.ts';
import type { World } from '../world/world.ts';

/** Keeps the media server in step with who is in the calls, whoever took them out: a kick, an admin, another session. */
export interface MediaFollower {
  /** Notes that this source has its media here now. To be called before the world hears of the join. */
  joined(callId: string, userId: number, source: number): void;
  close(): void;
}

/** Telegram's 100 %. */
const fullVolume = 10_000;

/** Begins to follow the world's events; `close` ends it. */
export function followCalls(world: World, media: MediaServer): MediaFollower {
  /** `callId:userId` → the source whose media the server has. */
  const sources = new Map<string, number>();

  /** Left, whoever's doing it was; or still in it, but with another source. */
  const onParticipant = (call: GroupCall, participant: Participant, change: 'joined' | 'left' | 'changed') => {
    const { userId, source, volume = fullVolume } = participant;
    if (change !== 'left') media.setGain(call.id, userId, volume / fullVolume);
    const key = `${call.id}:${userId}`;
    const known = sources.get(key);
    // Another source: another session has displaced this one, whose media is no longer wanted.
    if (known === undefined || (change !== 'left' && source === known)) return;
    sources.delete(key);
    media.leave(call.id, userId);
  };

  /** The world takes everybody out of a discarded call without saying so one by one. */
  const onDiscarded = (call: GroupCall) => {
    for (const key of [...sources.keys()]) if (key.startsWith(`${call.id}:`)) sources.delete(key);
    media.closeCall(call.id);
  };

  world.events.on('participant', onParticipant);
  world.events.on('callDiscarded', onDiscarded);
  return {
    joined: (callId, userId, source) => void sources.set(`${callId}:${userId}`, source),
    close: () => {
      world.events.off('participant', onParticipant);
      world.events.off('callDiscarded', onDiscarded);
    },
  };
}
