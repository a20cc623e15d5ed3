import { derive63, nowSec, type WorldCore } from './core.ts';
import { appendMessage } from './messages.ts';
import type { GroupCall, Participant } from './model.ts';

/** Who joins a call, and how. `source`: signed 32-bit ssrc, 0 without media. */
export interface Joining {
  readonly userId: number;
  readonly source: number;
  readonly muted: boolean;
  readonly via: Participant['via'];
}

/** What may change in a participant. */
export type ParticipantPatch = Partial<Pick<Participant, 'muted' | 'canSelfUnmute' | 'volume' | 'source'>>;

/** The group calls of the world. */
export interface Calls {
  /** The call of that id in any state; a discarded one stays known. */
  call(id: string): GroupCall | undefined;
  calls(): GroupCall[];
  /** The scheduled or active call of a chat. */
  activeCall(chatId: number): GroupCall | undefined;
  /** Starts a call, or activates the chat's scheduled one. Throws RangeError when one is active already. Rights are the doors' matter. */
  startCall(chatId: number, by: number, options?: { readonly scheduled?: boolean; readonly title?: string }): GroupCall;
  /** Ends it at once; nobody gets a `left`. Without effect on a discarded call. */
  discardCall(callId: string, by?: number): void;
  /** A second join of the same user replaces the source (`changed`, not `joined`). Throws RangeError when the call is not active. */
  joinCall(callId: string, joining: Joining): Participant;
  /** False when the user is not in it. An emptied call lives on. */
  leaveCall(callId: string, userId: number): boolean;
  /** Undefined when the user is not in it. */
  changeParticipant(callId: string, userId: number, patch: ParticipantPatch): Participant | undefined;
  setCallTitle(callId: string, title: string): void;
}

/** The chat's scheduled or active call. */
export function openCallOf(core: WorldCore, chatId: number): GroupCall | undefined {
  return [...core.calls.values()].find((call) => call.chatId === chatId && call.state !== 'discarded');
}

/** Takes a participant out, counts the version up and tells. False when they are not in it. */
export function leaveParticipant(core: WorldCore, call: GroupCall, userId: number, hiddenFrom?: number): boolean {
  const participant = call.participants.get(userId);
  if (participant === undefined) return false;
  call.participants.delete(userId);
  call.version += 1;
  core.events.emit('participant', call, participant, 'left', call.version, hiddenFrom);
  core.changed();
  return true;
}

/** The part of the world that knows group calls. */
export function createCalls(core: WorldCore): Calls {
  // Whoever holds an id has it from the world: an unknown one is a mistake of ours.
  const require = (id: string) => {
    const call = core.calls.get(id);
    if (call === undefined) throw new RangeError(`There is no call ${id}.`);
    return call;
  };
  return {
    call: (id) => core.calls.get(id),
    calls: () => [...core.calls.values()],
    activeCall: (chatId) => openCallOf(core, chatId),
    startCall: (chatId, by, options = {}) => startCall(core, chatId, by, options),
    discardCall: (callId, by) => discardCall(core, require(callId), by),
    joinCall: (callId, joining) => joinCall(core, require(callId), joining),
    leaveCall: (callId, userId) => {
      const call = core.calls.get(callId);
      return call !== undefined && leaveParticipant(core, call, userId);
    },
    changeParticipant: (callId, userId, patch) => {
      const call = require(callId);
      const participant = call.participants.get(userId);
      if (participant === undefined) return undefined;
      Object.assign(participant, patch);
      // Who is not muted has nothing to unmute: the flag means something together with `muted` only.
      if (!participant.muted) participant.canSelfUnmute = true;
      call.version += 1;
      core.events.emit('participant', call, participant, 'changed', call.version);
      core.changed();
      return participant;
    },
    setCallTitle: (callId, title) => {
      const call = require(callId);
      call.title = title;
      core.events.emit('callChanged', call);
      core.changed();
    },
  };
}

/** Only one call a chat; starting where one is scheduled makes that one active. */
function startCall(
  core: WorldCore,
  chatId: number,
  by: number,
  { scheduled = false, title }: { readonly scheduled?: boolean; readonly title?: string },
): GroupCall {
  const chat = core.chats.get(chatId);
  if (chat === undefined || chat.type === 'private') throw new RangeError(`There can be no call in chat ${chatId}.`);
  const open = openCallOf(core, chatId);
  if (open !== undefined && (open.state === 'active' || scheduled))
    throw new RangeError('There is a voice chat already.');
  const call = open ?? newCall(core, chatId, scheduled);
  if (title !== undefined) call.title = title;
  if (open !== undefined) {
    open.state = 'active';
    core.events.emit('callChanged', open);
  } else {
    core.events.emit('callStarted', call);
  }
  const service = scheduled
    ? { video_chat_scheduled: { start_date: nowSec(core) + 86_400 } }
    : { video_chat_started: {} };
  appendMessage(core, chat, { fromId: by, service });
  core.changed();
  return call;
}

/** A new call has a new id always; the old one stays FORBIDDEN. */
function newCall(core: WorldCore, chatId: number, scheduled: boolean): GroupCall {
  const number = core.counters.object++;
  const call: GroupCall = {
    id: derive63(core, 'call', number),
    accessHash: derive63(core, 'call-hash', number),
    chatId,
    version: 1,
    state: scheduled ? 'scheduled' : 'active',
    startedAt: nowSec(core),
    participants: new Map(),
  };
  core.calls.set(call.id, call);
  return call;
}

/** Nobody leaves a discarded call one by one: it is gone for all at once. */
function discardCall(core: WorldCore, call: GroupCall, by: number | undefined): void {
  if (call.state === 'discarded') return;
  call.state = 'discarded';
  call.version += 1;
  call.participants.clear();
  core.events.emit('callDiscarded', call);
  const chat = core.chats.get(call.chatId);
  const duration = Math.max(0, nowSec(core) - call.startedAt);
  const creator = Object.values(chat?.members ?? {}).find((member) => member.status === 'creator');
  const fromId = by ?? creator?.userId;
  if (chat !== undefined && fromId !== undefined)
    appendMessage(core, chat, { fromId, service: { video_chat_ended: { duration } } });
  core.changed();
}

/** In, or in again with another source. */
function joinCall(core: WorldCore, call: GroupCall, joining: Joining): Participant {
  if (call.state !== 'active') throw new RangeError(`Call ${call.id} is not active.`);
  const before = call.participants.get(joining.userId);
  // An admin's mute outlives a rejoin: who may not unmute himself comes back muted.
  const canSelfUnmute = before === undefined || !before.muted || before.canSelfUnmute;
  const participant: Participant = {
    ...joining,
    muted: joining.muted || !canSelfUnmute,
    canSelfUnmute,
    date: nowSec(core),
    ...(before?.volume === undefined ? {} : { volume: before.volume }),
  };
  call.participants.set(joining.userId, participant);
  call.version += 1;
  core.events.emit('participant', call, participant, before === undefined ? 'joined' : 'changed', call.version);
  core.changed();
  return participant;
}
