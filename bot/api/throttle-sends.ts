import { apiThrottler } from '@grammyjs/transformer-throttler';
import type { Transformer } from 'grammy';

/** Methods that post a new message: those that Telegram's published limits are about. Edits have no published rate. */
const posts = /^(send(?!ChatAction)|copyMessage|forwardMessage)/;

/**
 * Keeps to 20 messages a minute in a group (a burst of them at once, then one every 3 s), one a second in a private chat, 30 a
 * second in all, and to their order within a chat. Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
 */
export function throttleSends(): Transformer {
  const throttle = apiThrottler({
    global: { reservoir: 30, reservoirRefreshAmount: 30, reservoirRefreshInterval: 1000 },
    group: {
      maxConcurrent: 1,
      reservoir: 20,
      reservoirIncreaseAmount: 1,
      reservoirIncreaseInterval: 3000,
      reservoirIncreaseMaximum: 20,
    },
    out: {
      maxConcurrent: 1,
      reservoir: 5,
      reservoirIncreaseAmount: 1,
      reservoirIncreaseInterval: 1000,
      reservoirIncreaseMaximum: 5,
    },
  });
  return (send, method, payload, signal) =>
    posts.test(method) ? throttle(send, method, payload, signal) : send(method, payload, signal);
}
