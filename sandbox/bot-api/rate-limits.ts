import type { Chat } from '../world/model.ts';
import { ApiError } from './api-error.ts';

/** Telegram's published limits on sending (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this). */
export interface RateLimits {
  /** Counts one message. @throws ApiError 429 with `retry_after` when it is one too many. */
  count(chat: Chat): void;
}

/** One a second in a chat, though short bursts pass; in a group 20 a minute; 30 a second in all. */
const burst = { perChat: 5, windowMs: 5000 };
const perGroup = { count: 20, windowMs: 60_000 };
const overall = { count: 30, windowMs: 1000 };

/** Counts sent messages. `nowMs`: milliseconds since the epoch. */
export function createRateLimits(nowMs: () => number): RateLimits {
  const sent: { readonly chatId: number; readonly atMs: number }[] = [];
  const check = (times: readonly number[], count: number, windowMs: number) => {
    const now = nowMs();
    const recent = times.filter((atMs) => atMs > now - windowMs);
    if (recent.length < count) return;
    const retryAfter = Math.max(1, Math.ceil(((recent[0] ?? now) + windowMs - now) / 1000));
    throw new ApiError(429, `Too Many Requests: retry after ${retryAfter}`, { retry_after: retryAfter });
  };
  return {
    count: (chat) => {
      const now = nowMs();
      while (sent.length > 0 && (sent[0]?.atMs ?? now) <= now - perGroup.windowMs) sent.shift();
      const here = sent.filter(({ chatId }) => chatId === chat.id).map(({ atMs }) => atMs);
      const all = sent.map(({ atMs }) => atMs);
      check(all, overall.count, overall.windowMs);
      check(here, burst.perChat, burst.windowMs);
      if (chat.type !== 'private') check(here, perGroup.count, perGroup.windowMs);
      sent.push({ chatId: chat.id, atMs: now });
    },
  };
}
