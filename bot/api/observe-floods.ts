import type { Transformer } from 'grammy';

/** Tells of each answer 429, with the time that Telegram asks to wait. Stands next to the request, inside of what repeats it. */
export function observeFloods(onFloodWait: (waitMs: number) => void): Transformer {
  return async (send, method, payload, signal) => {
    const answer = await send(method, payload, signal);
    if (!answer.ok && answer.parameters?.retry_after !== undefined) onFloodWait(answer.parameters.retry_after * 1_000);
    return answer;
  };
}
