import { randomInt } from 'node:crypto';
import type { KickSignal } from '../world/chats.ts';
import type { GroupCall } from '../world/model.ts';
import { isInside } from '../world/rights.ts';
import type { World } from '../world/world.ts';
import { ControlError } from './http-json.ts';

/** What a test does to the assistant in a call. */
export type AssistantAction = 'mute-assistant' | 'unmute-assistant' | 'kick-assistant' | 'displace-assistant';

/** Which assistant; without `assistantId` the one that is in the call, or at least in the chat. `signal`: for a kick. */
export interface AssistantActionOptions {
  readonly assistantId?: number | undefined;
  readonly signal: KickSignal;
  /** Who does it: an administrator of the chat. */
  readonly by: number;
}

/**
 * Acts as an administrator (or as the assistant's other session) upon the assistant.
 * @throws ControlError 409 when there is no call or no assistant in it.
 */
export function actOnAssistant(
  world: World,
  chatId: number,
  action: AssistantAction,
  { assistantId, signal, by }: AssistantActionOptions,
): void {
  const call = world.activeCall(chatId);
  const inCall = [...(call?.participants.keys() ?? [])].filter((id) => world.user(id)?.isAssistant === true);
  if (action === 'kick-assistant') {
    const inChat = world.assistants().filter(({ id }) => isInside(world.member(chatId, id)));
    const id = assistantId ?? inCall[0] ?? inChat[0]?.id;
    if (id === undefined) throw new ControlError(409, 'There is no assistant in this chat.');
    world.kick(chatId, id, by, signal);
    return;
  }
  const id = assistantId ?? inCall[0];
  if (call === undefined) throw new ControlError(409, 'There is no voice chat in this chat.');
  if (id === undefined || !call.participants.has(id))
    throw new ControlError(409, 'The assistant is not in the voice chat.');
  if (action === 'displace-assistant') displace(world, call, id);
  // An administrator's unmute only allows: the assistant has to unmute itself.
  else world.changeParticipant(call.id, id, { muted: true, canSelfUnmute: action === 'unmute-assistant' });
}

/** Another session of the same account joins: another source, whose media never arrives. */
function displace(world: World, call: GroupCall, userId: number): void {
  world.joinCall(call.id, { userId, source: randomInt(1, 2 ** 31 - 1), muted: false, via: 'control' });
}
