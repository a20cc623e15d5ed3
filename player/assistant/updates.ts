import { Api } from 'telegram';
import { type CallParticipant, toCallParticipant } from './call-participant.ts';
import { markedChannelId, markedChatId, markedId } from './marked-id.ts';

/** A group call as an update shows it. `streamId`: null when Telegram left the chat out. */
export interface CallUpdate {
  readonly type: 'call';
  readonly streamId: number | null;
  readonly callId: string;
  /** `discarded`: it has ended for good; a new one has another id. */
  readonly state: 'active' | 'scheduled' | 'discarded';
  /** Everybody in the call, ourselves included. */
  readonly participantsCount: number;
  readonly version: number;
}

/**
 * Participants who came, changed or left; `version` is the call's after it (TELEGRAM-CALLS.md, "Being in it").
 */
export interface ParticipantsUpdate {
  readonly type: 'participants';
  readonly callId: string;
  readonly version: number;
  readonly participants: readonly CallParticipant[];
}

/** What the assistant hears from Telegram, as far as the player cares. */
export type AssistantUpdate =
  | CallUpdate
  | ParticipantsUpdate
  /** Our membership or rights there may have changed: look with `findChat`. */
  | { readonly type: 'chat'; readonly streamId: number }
  /**
   * The line to Telegram. Group-call updates are never replayed after a break: read everything again.
   */
  | { readonly type: 'connection'; readonly isConnected: boolean };

/** The part of one MTProto update that the player cares about; null for everything else. */
export function toAssistantUpdate(update: unknown): AssistantUpdate | null {
  if (update instanceof Api.UpdateGroupCall) return toCallUpdate(update);
  if (update instanceof Api.UpdateGroupCallParticipants) {
    if (!(update.call instanceof Api.InputGroupCall)) return null;
    return {
      type: 'participants',
      callId: update.call.id.toString(),
      version: update.version,
      participants: update.participants.map(toCallParticipant),
    };
  }
  if (update instanceof Api.UpdateChannel) return { type: 'chat', streamId: markedChannelId(update.channelId) };
  if (update instanceof Api.UpdateChat || update instanceof Api.UpdateChatParticipantDelete)
    return { type: 'chat', streamId: markedChatId(update.chatId) };
  return null;
}

/**
 * The updates in an answer to a request: the library hands those to nobody, though they matter as much as pushed ones.
 */
export function updatesIn(answer: Api.TypeUpdates): readonly Api.TypeUpdate[] {
  if (answer instanceof Api.Updates || answer instanceof Api.UpdatesCombined) return answer.updates;
  return answer instanceof Api.UpdateShort ? [answer.update] : [];
}

function toCallUpdate({ call, peer }: Api.UpdateGroupCall): CallUpdate {
  const base = {
    type: 'call',
    // An absent field is null on the wire, whatever its type says.
    streamId: peer == null ? null : markedId(peer),
    callId: call.id.toString(),
  } as const;
  if (call instanceof Api.GroupCallDiscarded) return { ...base, state: 'discarded', participantsCount: 0, version: 0 };
  const state = typeof call.scheduleDate === 'number' ? 'scheduled' : 'active';
  return { ...base, state, participantsCount: call.participantsCount, version: call.version };
}
