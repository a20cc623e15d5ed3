import { AppError } from '../../errors.ts';
import type { CallProblem, StreamId } from '../../storage/model.ts';
import type { Assistant } from '../assistant/assistant.ts';
import type { CallRef, JoinAnswer } from '../assistant/group-calls.ts';
import type { ChatRef } from '../assistant/known-chats.ts';
import type { CallConnection, CallEngine, ConnectOptions, JoinPayload, Transport } from './engine.ts';

/** What became of a try to get into a chat's group call. Whoever gets a connection closes it. */
export type JoinOutcome =
  | { readonly type: 'joined'; readonly call: CallRef; readonly connection: CallConnection }
  /** In the call with `source`, but only to watch. */
  | { readonly type: 'watch-only'; readonly call: CallRef; readonly source: number }
  | { readonly type: 'refused'; readonly problem: CallProblem }
  | { readonly type: 'no-call' }
  | { readonly type: 'migrated'; readonly to: StreamId };

/** What a try needs. `mayCreate`: start a call when the chat has none. */
export interface JoinOptions extends Pick<ConnectOptions, 'channels' | 'bitrateKbps'> {
  readonly assistant: Pick<Assistant, 'findChat' | 'calls'>;
  readonly engine: CallEngine;
  readonly streamId: StreamId;
  readonly mayCreate: boolean;
  readonly signal: AbortSignal;
}

/** Looks again when somebody was faster at creating or ending a call, or our source was taken. */
const maxRounds = 3;

/**
 * Finds the chat's call or creates one, and joins it.
 * @throws AppError `flood-wait`, `telegram-unavailable`, `telegram-refused`, `timeout`, `engine-failed`, `aborted`
 */
export async function joinChatCall(options: JoinOptions): Promise<JoinOutcome> {
  const { assistant, streamId, signal } = options;
  const found = await assistant.findChat(streamId, { signal });
  switch (found.type) {
    case 'missing':
      return { type: 'refused', problem: 'assistant-missing' };
    case 'banned':
      return { type: 'refused', problem: 'assistant-banned' };
    case 'migrated':
      return found;
    case 'found':
      break;
  }
  for (let round = 1; ; round += 1) {
    const outcome = await tryOnce(options, found.chat);
    if (outcome.type !== 'again') return outcome;
    if (round >= maxRounds) throw new AppError('call-unavailable', `the call of chat ${streamId} changes too fast`);
  }
}

/** One round: the call there is now, one join. `again`: what was found is out of date. */
async function tryOnce(options: JoinOptions, chat: ChatRef): Promise<JoinOutcome | { readonly type: 'again' }> {
  const { assistant, engine, mayCreate, channels, bitrateKbps, signal } = options;
  const place = await findCall(assistant, chat, mayCreate, signal);
  if (place.type !== 'active') return place;

  let refusal: { readonly answer: JoinAnswer; readonly source: number } | null = null;
  const negotiate = async (payload: JoinPayload): Promise<Transport> => {
    const answer = await assistant.calls.join(place.call, payload, { signal });
    if (answer.type === 'transport') return answer.transport;
    refusal = { answer, source: payload.ssrc };
    throw new AppError('call-unavailable', `the join was answered with ${answer.type}`);
  };
  try {
    const connection = await engine.connect({ negotiate, channels, bitrateKbps, signal });
    return { type: 'joined', call: place.call, connection };
  } catch (error) {
    const refused = refusal as { readonly answer: JoinAnswer; readonly source: number } | null;
    if (refused === null) throw error;
    return refused.answer.type === 'stream'
      ? { type: 'watch-only', call: place.call, source: refused.source }
      : { type: 'again' };
  }
}

/** What there is to join. */
type Place =
  | { readonly type: 'active'; readonly call: CallRef }
  | { readonly type: 'again' | 'no-call' }
  | { readonly type: 'refused'; readonly problem: CallProblem };

/** The chat's call, created if need be. */
async function findCall(
  assistant: JoinOptions['assistant'],
  chat: ChatRef,
  mayCreate: boolean,
  signal: AbortSignal,
): Promise<Place> {
  const active = await assistant.calls.getActive(chat, { signal });
  switch (active.type) {
    case 'active':
      return { type: 'active', call: active.call };
    case 'scheduled':
      return { type: 'refused', problem: 'call-scheduled' };
    case 'chat-lost':
      return { type: 'refused', problem: 'assistant-missing' };
    case 'none':
      break;
  }
  if (!mayCreate) return { type: 'no-call' };
  const created = await assistant.calls.create(chat, { signal });
  switch (created.type) {
    case 'created':
      return { type: 'active', call: created.call };
    case 'exists':
      return { type: 'again' };
    case 'may-not':
      return { type: 'refused', problem: 'may-not-start-call' };
    case 'chat-lost':
      return { type: 'refused', problem: 'assistant-missing' };
  }
}
