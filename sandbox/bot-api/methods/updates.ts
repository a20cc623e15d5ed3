import { isIP } from 'node:net';
import { z } from 'zod';
import { ApiError, badRequest } from '../api-error.ts';
import type { BotContext, Methods } from '../bot-context.ts';
import type { Params } from '../params.ts';

const pollConflict =
  "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";

/** How updates reach the bot: https://core.telegram.org/bots/api#getting-updates. */
export function updateMethods(context: BotContext): Methods {
  const { queue, webhook } = context;
  return {
    /**
     * Long polling. `offset` confirms what is below it, `limit` is 1–100, `timeout` at most 50 s. One poller at a time, none while a
     * webhook is set: 409.
     */
    getUpdates: async (params, signal) => {
      if (webhook.target() !== null) throw new ApiError(409, `Conflict: ${pollConflict}`);
      allowUpdates(context, params);
      const offset = params.integer('offset');
      const limit = Math.min(100, Math.max(1, params.integer('limit') ?? 100));
      const timeoutSec = Math.min(50, Math.max(0, params.integer('timeout') ?? 0));
      return queue.poll({ ...(offset === undefined ? {} : { offset }), limit, timeoutSec, signal });
    },
    /** Updates go to that address from now on; an empty one is deleteWebhook. */
    setWebhook: (params) => {
      const url = params.text('url');
      allowUpdates(context, params);
      if (params.boolean('drop_pending_updates')) queue.drop();
      if (url === undefined) webhook.set(null);
      else {
        const secretToken = params.text('secret_token');
        if (secretToken !== undefined && !/^[\w-]{1,256}$/.test(secretToken))
          throw badRequest('secret token contains unallowed characters');
        queue.conflict(`terminated by setWebhook request`);
        webhook.set({ url: checkWebhookUrl(url), ...(secretToken === undefined ? {} : { secretToken }) });
      }
      return true;
    },
    /** Back to polling. What waits stays, unless `drop_pending_updates`. */
    deleteWebhook: (params) => {
      if (params.boolean('drop_pending_updates')) queue.drop();
      webhook.set(null);
      return true;
    },
    /** How the webhook is doing: what waits, and the last failure. */
    getWebhookInfo: () => {
      const error = webhook.lastError();
      return {
        url: webhook.target()?.url ?? '',
        has_custom_certificate: false,
        pending_update_count: queue.pending().length,
        ...(error === null ? {} : { last_error_date: error.date, last_error_message: error.message }),
        ...(queue.allowed() === null ? {} : { allowed_updates: queue.allowed() }),
      };
    },
  };
}

/** Remembers which kinds are wanted; a request that does not say leaves it as it was. */
function allowUpdates({ queue }: BotContext, params: Params): void {
  if (!params.has('allowed_updates')) return;
  const kinds = z.array(z.string()).safeParse(params.json('allowed_updates'));
  if (!kinds.success) throw badRequest("can't parse allowed_updates JSON object");
  queue.allow(kinds.data);
}

/** Telegram insists on HTTPS; the stand-in lets plain HTTP pass to this machine, as a local Bot API server does. */
function checkWebhookUrl(url: string): string {
  if (!URL.canParse(url)) throw badRequest('bad webhook: invalid URL specified');
  const { protocol, hostname } = new URL(url);
  const isLocal = hostname === 'localhost' || (isIP(hostname) === 4 && hostname.startsWith('127.'));
  if (protocol !== 'https:' && !(protocol === 'http:' && isLocal))
    throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
  return url;
}
