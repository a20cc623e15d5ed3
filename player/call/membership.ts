import type { Assistant } from '../assistant/assistant.ts';
import type { CallRef } from '../assistant/group-calls.ts';

/**
 * How Telegram sees us in a call: counted with our source, not counted, with another session's source, or the call is over.
 */
export type Membership = 'joined' | 'not-joined' | 'displaced' | 'call-gone';

/**
 * Asks Telegram whether we are still in the call with `source`. Updates alone do not tell: they come late, of earlier joins, or not at all.
 * @throws AppError as {@link Rpc.send}
 */
export async function askMembership(
  assistant: Pick<Assistant, 'calls' | 'listParticipants'>,
  call: CallRef,
  source: number,
  signal: AbortSignal,
): Promise<Membership> {
  const check = await assistant.calls.check(call, source, { signal });
  if (check === 'joined') return 'joined';
  if (check === 'gone') return 'call-gone';
  const list = await assistant.listParticipants(call, { signal });
  const self = list?.participants.find((one) => one.isSelf);
  return self !== undefined && self.source !== source ? 'displaced' : 'not-joined';
}
