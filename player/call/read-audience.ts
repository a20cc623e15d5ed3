import type { Listeners, StreamId } from '../../storage/model.ts';
import type { Assistant } from '../assistant/assistant.ts';
import { countListeners, listListeners, namedMax, readRoster } from './roster.ts';

/** What {@link readAudience} needs. */
export interface AudienceReading {
  readonly assistant: Pick<Assistant, 'findChat' | 'calls' | 'listParticipants'>;
  readonly streamId: StreamId;
  readonly assistantIds: ReadonlySet<number>;
  readonly signal: AbortSignal;
}

/**
 * Who is in a chat's call at this moment, read without joining it; nobody when there is no call. null: this assistant cannot see it.
 * @throws AppError `flood-wait`, `telegram-unavailable`, `telegram-refused`, `timeout`, `aborted`
 */
export async function readAudience(reading: AudienceReading): Promise<Listeners | null> {
  const { assistant, streamId, assistantIds, signal } = reading;
  const found = await assistant.findChat(streamId, { signal });
  if (found.type !== 'found') return null;
  const active = await assistant.calls.getActive(found.chat, { signal });
  if (active.type === 'chat-lost') return null;
  if (active.type !== 'active') return { count: 0, userIds: [] };
  const list = await assistant.listParticipants(active.call, { signal });
  if (list === null) return null;
  const roster = readRoster(list, null, false);
  return {
    count: countListeners(roster, assistantIds),
    userIds: listListeners(roster, assistantIds, namedMax),
  };
}
