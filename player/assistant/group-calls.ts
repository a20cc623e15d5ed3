import { randomInt } from 'node:crypto';
import bigInt from 'big-integer';
import { Api } from 'telegram';
import { AppError } from '../../errors.ts';
import type { JoinPayload, Transport } from '../call/engine.ts';
import { type ChatRef, toInputPeer } from './known-chats.ts';
import type { RequestOptions, Rpc } from './rpc.ts';

/** A group call as requests name it: decimal 64-bit numbers. */
export interface CallRef {
  readonly id: string;
  readonly accessHash: string;
}

/** What call a chat has. */
export type ActiveCall =
  | { readonly type: 'active' | 'scheduled'; readonly call: CallRef }
  | { readonly type: 'none' }
  /** The chat is out of our sight. */
  | { readonly type: 'chat-lost' };

/** What became of creating a call. */
export type CreatedCall =
  | { readonly type: 'created'; readonly call: CallRef }
  /** Somebody was faster: look for the active call. */
  | { readonly type: 'exists' }
  /** The assistant lacks the right to manage video chats. */
  | { readonly type: 'may-not' }
  | { readonly type: 'chat-lost' };

/** What became of a join. */
export type JoinAnswer =
  | { readonly type: 'transport'; readonly transport: Transport }
  /** Joined, but as one who only watches: we may not speak here. */
  | { readonly type: 'stream' }
  /** This call is over, or was never open to us. */
  | { readonly type: 'gone' }
  /** Our source is taken: join again with another. */
  | { readonly type: 'duplicate-source' };

/** Whether the server still counts us as joined. It says nothing of packets. */
type CallCheck = 'joined' | 'not-joined' | 'gone';

/** Requests about group calls. Every method throws AppError as {@link Rpc.send} does. */
export interface GroupCalls {
  /** The chat's call, active or scheduled: Telegram keeps one at most. */
  getActive(chat: ChatRef, options: RequestOptions): Promise<ActiveCall>;
  /** Starts a call; bots cannot, administrators who may manage video chats can. */
  create(chat: ChatRef, options: RequestOptions): Promise<CreatedCall>;
  /** Joins with sound, unmuted. A second join of the account replaces the first. */
  join(call: CallRef, payload: JoinPayload, options: RequestOptions): Promise<JoinAnswer>;
  /** `source`: the ssrc we joined with. Fine when we are out already. */
  leave(call: CallRef, source: number, options: RequestOptions): Promise<void>;
  /** Whether we still count as joined with `source`. */
  check(call: CallRef, source: number, options: RequestOptions): Promise<CallCheck>;
  /** After an administrator let us speak again we must unmute ourselves. */
  unmuteSelf(call: CallRef, options: RequestOptions): Promise<void>;
  /** How loud we are to those who listen: 1–20,000, 10,000 being what we send. */
  setOwnVolume(call: CallRef, volume: number, options: RequestOptions): Promise<void>;
}

/** Joining takes the server longer than reading. */
const joinTimeoutMs = 15_000;

/** Telegram's words, sorted by what they mean to us (https://core.telegram.org/api/errors). */
const chatGone = ['CHANNEL_PRIVATE', 'CHANNEL_INVALID', 'PEER_ID_INVALID', 'CHAT_ID_INVALID'] as const;
const mayNotCreate = ['CHAT_ADMIN_REQUIRED', 'CREATE_CALL_FAILED', 'CHAT_WRITE_FORBIDDEN'] as const;
const callGone = ['GROUPCALL_FORBIDDEN', 'GROUPCALL_INVALID', 'GROUPCALL_ALREADY_DISCARDED'] as const;
const notJoined = ['GROUPCALL_JOIN_MISSING', 'PARTICIPANT_JOIN_MISSING'] as const;

/** Creates the requests. `onUpdates` gets the updates that answers carry. */
export function createGroupCalls(rpc: Rpc, onUpdates: (updates: Api.TypeUpdates) => void): GroupCalls {
  const readCall = async (chat: ChatRef, options: RequestOptions) => {
    const peer = toInputPeer(chat);
    const request =
      peer instanceof Api.InputPeerChannel
        ? new Api.channels.GetFullChannel({
            channel: new Api.InputChannel({ channelId: peer.channelId, accessHash: peer.accessHash }),
          })
        : new Api.messages.GetFullChat({ chatId: peer.chatId });
    const answer = await rpc.ask(request, chatGone, options);
    if (answer.type === 'refused') return null;
    const { fullChat } = answer.value;
    const call = fullChat instanceof Api.ChannelFull || fullChat instanceof Api.ChatFull ? fullChat.call : undefined;
    return { call: call instanceof Api.InputGroupCall ? call : undefined };
  };

  return {
    getActive: async (chat, options) => {
      const found = await readCall(chat, options);
      if (found === null) return { type: 'chat-lost' };
      if (found.call === undefined) return { type: 'none' };
      const answer = await rpc.ask(new Api.phone.GetGroupCall({ call: found.call, limit: 1 }), callGone, options);
      if (answer.type === 'refused' || !(answer.value.call instanceof Api.GroupCall)) return { type: 'none' };
      // An absent field is null on the wire, whatever its type says.
      const type = typeof answer.value.call.scheduleDate === 'number' ? 'scheduled' : 'active';
      return { type, call: toCallRef(found.call) };
    },

    create: async (chat, options) => {
      const request = new Api.phone.CreateGroupCall({ peer: toInputPeer(chat), randomId: randomInt(1, 2 ** 31 - 1) });
      const answer = await rpc.ask(request, [...mayNotCreate, ...chatGone, 'GROUPCALL_ALREADY_STARTED'], options);
      if (answer.type === 'refused') return { type: refusedCreation(answer.word) };
      onUpdates(answer.value);
      const started = answer.value instanceof Api.Updates ? answer.value.updates : [];
      const update = started.find((candidate) => candidate instanceof Api.UpdateGroupCall);
      if (!(update?.call instanceof Api.GroupCall)) return { type: 'exists' };
      return { type: 'created', call: toCallRef(update.call) };
    },

    join: async (call, payload, options) => {
      const request = new Api.phone.JoinGroupCall({
        call: toInputCall(call),
        joinAs: new Api.InputPeerSelf(),
        muted: false,
        videoStopped: true,
        params: new Api.DataJSON({ data: JSON.stringify(payload) }),
      });
      const answer = await rpc.ask(
        request,
        [...callGone, 'GROUPCALL_SSRC_DUPLICATE_MUCH'],
        // A flood wait at a join is the caller's: meanwhile the call may have changed.
        { timeoutMs: joinTimeoutMs, floodWaitMaxMs: 0, ...options },
      );
      if (answer.type === 'refused')
        return { type: answer.word === 'GROUPCALL_SSRC_DUPLICATE_MUCH' ? 'duplicate-source' : 'gone' };
      onUpdates(answer.value);
      return readTransport(answer.value);
    },

    leave: async (call, source, options) => {
      const request = new Api.phone.LeaveGroupCall({ call: toInputCall(call), source });
      const answer = await rpc.ask(request, [...callGone, ...notJoined], options);
      if (answer.type === 'ok') onUpdates(answer.value);
    },

    check: async (call, source, options) => {
      const request = new Api.phone.CheckGroupCall({ call: toInputCall(call), sources: [source] });
      const answer = await rpc.ask(request, [...callGone, ...notJoined], options);
      if (answer.type === 'ok') return answer.value.includes(source) ? 'joined' : 'not-joined';
      return notJoined.some((word) => word === answer.word) ? 'not-joined' : 'gone';
    },

    unmuteSelf: async (call, options) => {
      const request = new Api.phone.EditGroupCallParticipant({
        call: toInputCall(call),
        participant: new Api.InputPeerSelf(),
        muted: false,
      });
      onUpdates(await rpc.send(request, options));
    },

    setOwnVolume: async (call, volume, options) => {
      const participant = new Api.InputPeerSelf();
      const request = new Api.phone.EditGroupCallParticipant({ call: toInputCall(call), participant, volume });
      onUpdates(await rpc.send(request, options));
    },
  };
}

/** A call as TL requests name it. */
export function toInputCall({ id, accessHash }: CallRef): Api.InputGroupCall {
  return new Api.InputGroupCall({ id: bigInt(id), accessHash: bigInt(accessHash) });
}

function toCallRef(call: Api.InputGroupCall | Api.GroupCall): CallRef {
  return { id: call.id.toString(), accessHash: call.accessHash.toString() };
}

function refusedCreation(word: string): 'exists' | 'may-not' | 'chat-lost' {
  if (word === 'GROUPCALL_ALREADY_STARTED') return 'exists';
  return mayNotCreate.some((candidate) => candidate === word) ? 'may-not' : 'chat-lost';
}

/**
 * The connection parameters stand in an update of the answer, as JSON. @throws AppError `telegram-refused` when they do not.
 */
function readTransport(answer: Api.TypeUpdates): JoinAnswer {
  const updates = answer instanceof Api.Updates ? answer.updates : [];
  const connection = updates.find((update) => update instanceof Api.UpdateGroupCallConnection);
  try {
    const params: unknown = JSON.parse(connection?.params.data ?? 'null');
    if (isRecord(params) && params['stream'] === true) return { type: 'stream' };
    if (isRecord(params) && isTransport(params['transport']))
      return { type: 'transport', transport: params['transport'] };
  } catch (cause) {
    throw new AppError('telegram-refused', 'phone.JoinGroupCall: the connection parameters are not JSON', { cause });
  }
  throw new AppError('telegram-refused', 'phone.JoinGroupCall: the answer holds no connection parameters');
}

function isTransport(value: unknown): value is Transport {
  return (
    isRecord(value) &&
    typeof value['ufrag'] === 'string' &&
    typeof value['pwd'] === 'string' &&
    Array.isArray(value['fingerprints']) &&
    Array.isArray(value['candidates'])
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
