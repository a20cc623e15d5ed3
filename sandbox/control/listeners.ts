import type { GroupCall } from '../world/model.ts';
import { isInside } from '../world/rights.ts';
import type { World } from '../world/world.ts';

/** First id of the people who exist only to listen. */
const firstSimulatedId = 600_001;

/** Lets a person into the call without media; joining twice changes nothing. They come into the chat too when they are not in it. */
export function joinListener(world: World, call: GroupCall, userId: number): void {
  if (call.participants.has(userId)) return;
  if (!isInside(world.member(call.chatId, userId))) world.setMember(call.chatId, userId, { status: 'member' }, userId);
  world.joinCall(call.id, { userId, source: 0, muted: true, via: 'control' });
}

/** Makes the number of listeners that the control API has put into the call exactly this. Who sits on the page stays. */
export function setListenerCount(world: World, call: GroupCall, count: number): void {
  const present = simulatedListeners(world, call);
  for (const userId of present.slice(count)) world.leaveCall(call.id, userId);
  let id = firstSimulatedId;
  for (let missing = count - present.length; missing > 0; id += 1) {
    if (world.user(id) === undefined) world.addUser({ id, firstName: `Listener ${id - firstSimulatedId + 1}` });
    if (call.participants.has(id)) continue;
    joinListener(world, call, id);
    missing -= 1;
  }
}

/** Those the control API has put into the call, in order of joining; a displaced assistant is none of them. */
export function simulatedListeners(world: World, call: GroupCall): readonly number[] {
  return [...call.participants.values()]
    .filter(({ userId, via }) => via === 'control' && world.user(userId)?.isAssistant !== true)
    .map(({ userId }) => userId);
}
