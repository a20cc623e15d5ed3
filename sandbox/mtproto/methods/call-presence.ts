import { Api } from 'telegram/tl/index.js';
import { z } from 'zod';
import type { GroupCall } from '../../world/model.ts';
import { hasRight } from '../../world/rights.ts';
import { type Method, method } from '../method.ts';
import { findCall, findUser } from '../peers.ts';
import { RpcError } from '../rpc-error.ts';
import type { Services } from '../services.ts';
import { toCallUpdate } from '../tl/calls.ts';

const minInt32 = -(2 ** 31);

/** The JSON that joins with media (TELEGRAM-CALLS.md "Joining: media"); `ssrc` is a signed 32-bit number, not 0. */
const joinPayload = z.object({
  ufrag: z.string().min(1),
  pwd: z.string().min(1),
  fingerprints: z
    .array(z.object({ hash: z.string(), fingerprint: z.string(), setup: z.enum(['active', 'passive', 'actpass']) }))
    .min(1),
  ssrc: z
    .number()
    .int()
    .min(minInt32)
    .max(2 ** 31 - 1)
    .refine((ssrc) => ssrc !== 0),
});

/** Joining, being in and leaving a group call. */
export function createCallPresenceMethods(services: Services): Method[] {
  const { world, faults, pushes } = services;
  /** `callId:userId` of those who joined: whoever did is answered otherwise by checkGroupCall than who never was there. */
  const joinedOnce = new Set<string>();

  return [
    // Errors: GROUPCALL_INVALID (also: scheduled), GROUPCALL_FORBIDDEN, GROUPCALL_SSRC_DUPLICATE_MUCH, JOIN_AS_PEER_INVALID,
    // DATA_JSON_INVALID, GROUPCALL_ADD_PARTICIPANTS_FAILED.
    method(Api.phone.JoinGroupCall, async ({ call: input, joinAs, muted, params }, { userId, connectionId }) => {
      const call = findCall(world, input, userId);
      if (call.state !== 'active') throw new RpcError(400, 'GROUPCALL_INVALID');
      requireSelf(services, joinAs, userId);
      // All that can be refused is refused before anything changes.
      const payload = readPayload(params);
      requireFreeSource(call, payload.ssrc, userId);
      const isStream = faults.take('stream-mode', { chatId: call.chatId }) !== null;
      const connection = isStream ? { stream: true } : await answerJoin(services, call, userId, payload);
      // It may have ended while the media server answered.
      findCall(world, input, userId);
      const mayNotSpeak = isStream || isMutedOnJoin(services, call, userId);
      const { updates } = pushes.capture(connectionId, () => {
        world.joinCall(call.id, { userId, source: payload.ssrc, muted: muted === true, via: 'mtproto' });
        if (mayNotSpeak) world.changeParticipant(call.id, userId, { muted: true, canSelfUnmute: false });
      });
      joinedOnce.add(`${call.id}:${userId}`);
      const chat = world.chat(call.chatId);
      return pushes.envelop(
        userId,
        [
          // In this order, as Telegram has it: who is in it, the call at the same version, how to connect.
          ...updates,
          toCallUpdate(world, call, userId),
          new Api.UpdateGroupCallConnection({ params: new Api.DataJSON({ data: JSON.stringify(connection) }) }),
        ],
        { chats: chat === undefined ? [] : [chat], userIds: [userId] },
      );
    }),
    // Which of the sources are still joined; of packets it says nothing. Error: GROUPCALL_JOIN_MISSING.
    method(Api.phone.CheckGroupCall, ({ call: input, sources }, { userId }) => {
      const call = findCall(world, input, userId);
      const participant = call.participants.get(userId);
      if (participant === undefined && !joinedOnce.has(`${call.id}:${userId}`))
        throw new RpcError(400, 'GROUPCALL_JOIN_MISSING');
      return sources.filter((source) => source === participant?.source);
    }),
    // By the source that one joined with. Leaving twice is no error.
    method(Api.phone.LeaveGroupCall, ({ call: input, source }, { userId, connectionId }) => {
      const call = findCall(world, input, userId);
      const participant = call.participants.get(userId);
      // Another session's participant is not ours to take out.
      if (participant === undefined || participant.source !== source) return pushes.envelop(userId, [], {});
      const { updates } = pushes.capture(connectionId, () => world.leaveCall(call.id, userId));
      joinedOnce.delete(`${call.id}:${userId}`);
      return pushes.envelop(userId, [...updates, toCallUpdate(world, call, userId)], { userIds: [userId] });
    }),
  ];
}

/** @throws RpcError JOIN_AS_PEER_INVALID: the sandbox's accounts join as themselves only. */
function requireSelf({ world }: Services, joinAs: unknown, userId: number): void {
  const isUser = joinAs instanceof Api.InputPeerSelf || joinAs instanceof Api.InputPeerUser;
  if (!isUser || findUser(world, joinAs, userId).id !== userId) throw new RpcError(400, 'JOIN_AS_PEER_INVALID');
}

/** @throws RpcError DATA_JSON_INVALID */
function readPayload(params: Api.TypeDataJSON): z.output<typeof joinPayload> {
  const parsed = joinPayload.safeParse(parseJson(params.data));
  if (!parsed.success) throw new RpcError(400, 'DATA_JSON_INVALID');
  return parsed.data;
}

/** Undefined when it is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Whatever does not parse is the caller's mistake, which the schema then names.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** @throws RpcError GROUPCALL_SSRC_DUPLICATE_MUCH: one source is one participant's; a rejoin may keep its own. */
function requireFreeSource(call: GroupCall, source: number, userId: number): void {
  const isTaken = [...call.participants.values()].some((other) => other.source === source && other.userId !== userId);
  if (isTaken) throw new RpcError(400, 'GROUPCALL_SSRC_DUPLICATE_MUCH');
}

/** The media server's side of the join. @throws RpcError GROUPCALL_ADD_PARTICIPANTS_FAILED (500) when it does not answer. */
async function answerJoin(
  { media, mediaFollower, log }: Services,
  call: GroupCall,
  userId: number,
  payload: z.output<typeof joinPayload>,
): Promise<object> {
  try {
    const answer = await media.join(call.id, userId, payload);
    mediaFollower.joined(call.id, userId, payload.ssrc);
    return answer;
  } catch (error) {
    log.warn({ err: error }, 'the media server refused a join');
    throw new RpcError(500, 'GROUPCALL_ADD_PARTICIPANTS_FAILED');
  }
}

/** Whether the call's settings mute this newcomer; who manages video chats is never muted so. */
function isMutedOnJoin({ world }: Services, call: GroupCall, userId: number): boolean {
  const chat = world.chat(call.chatId);
  return call.joinMuted === true && (chat === undefined || !hasRight(chat, userId, 'canManageVideoChats'));
}
