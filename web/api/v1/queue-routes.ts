import * as z from 'zod';
import type { Control } from '../../../control/control.ts';
import type { EnqueueResult } from '../../../control/enqueue.ts';
import type { EditResult } from '../../../control/queue/edit-result.ts';
import type { WebContext } from '../../route.ts';
import { type ApiRoute, apiRoute } from './api-route.ts';
import { pageResponse } from './list-query.ts';
import { problem } from './problem.ts';
import { respondFailure, respondForbidden } from './respond.ts';
import { streamParams } from './stream-params.ts';

const tag = 'Queues';
const base = '/api/v1/streams/:id/queue';
const itemParams = streamParams.extend({ itemId: z.string().regex(/^[\w.-]{1,128}$/) });
const position = z.int().min(1);

/** The queue of a stream: read, add, move, remove. */
export function queueRoutes(
  control: Pick<Control, 'admin' | 'enqueue' | 'move' | 'readQueue' | 'remove'>,
): readonly ApiRoute[] {
  const { streams } = control.admin;
  return [
    apiRoute(
      { method: 'GET', path: base, rule: 'read-admin' },
      {
        tag,
        summary: 'Lists what waits in the queue of a stream',
        params: streamParams,
        query: z.object({
          page: z.coerce.number().int().min(1).max(1_000_000).default(1),
          pageSize: z.coerce.number().int().min(1).max(100).default(20),
        }),
        gives: { status: 200, model: 'Queue' },
      },
      async ({ context, request, params: { id }, query: { page, pageSize } }) => {
        const stream = await streams.find(request, Number(id));
        if (stream.type !== 'done') return respondFailure(context, stream);
        const queue = await control.readQueue(Number(id), page - 1, pageSize);
        const { rows, queueLength: total, pageCount } = queue;
        return pageResponse(context, { rows, total, page: queue.page + 1, pageCount });
      },
    ),
    apiRoute(
      { method: 'POST', path: base, rule: 'edit-queue' },
      {
        tag,
        summary: 'Has a player check what is asked for, then adds it and turns the stream on',
        params: streamParams,
        body: z.strictObject({
          text: z
            .string()
            .min(1)
            .max(2_000)
            .meta({ description: 'A link, a name in the library, or words to search.' }),
          place: z.enum(['end', 'front']).default('end'),
        }),
        gives: { status: 201, model: 'Added' },
      },
      async ({ context, request, params: { id }, body: { text, place } }) => {
        const stream = await streams.find(request, Number(id));
        if (stream.type !== 'done') return respondFailure(context, stream);
        const query = { type: 'text', text } as const;
        return respondAdded(context, await control.enqueue({ ...request, streamId: Number(id), query, place }));
      },
    ),
    apiRoute(
      { method: 'POST', path: `${base}/move`, rule: 'edit-queue' },
      {
        tag,
        summary: 'Moves an item to another position; with `itemId` only if that one still stands there',
        params: streamParams,
        body: z.strictObject({ from: position, to: position, itemId: z.string().optional() }),
        gives: { status: 200, model: 'QueueEdit' },
      },
      async ({ context, request, params: { id }, body: { from, to, itemId } }) => {
        const stream = await streams.find(request, Number(id));
        if (stream.type !== 'done') return respondFailure(context, stream);
        const step = { from, to, ...(itemId === undefined ? {} : { expectedItemId: itemId }) };
        const result = await control.move({ ...request, streamId: Number(id), ...step });
        return respondEdit(context, result, (length) => (from > length ? 'from' : 'to'));
      },
    ),
    apiRoute(
      { method: 'DELETE', path: `${base}/:itemId`, rule: 'edit-queue' },
      { tag, summary: 'Removes an item', params: itemParams, gives: { status: 200, model: 'QueueEdit' } },
      async ({ context, request, params: { id, itemId } }) => {
        const stream = await streams.find(request, Number(id));
        if (stream.type !== 'done') return respondFailure(context, stream);
        const { rows } = await control.readQueue(Number(id), 0, Number.MAX_SAFE_INTEGER);
        const at = rows.find(({ item }) => item.itemId === itemId)?.position;
        // Where it stood is not known any more when a removal is asked for again: its operation is, and gives the first result.
        const from = at ?? Math.max(1, rows.length);
        const range = { from, to: from, expectedItemId: itemId };
        const result = await control.remove({ ...request, streamId: Number(id), ...range });
        if (at === undefined && result.type !== 'done') return problem(context, 'not-found');
        return respondEdit(context, result);
      },
    ),
  ];
}

/** @param findWrong which field of the request a queue of that length does not reach. */
function respondEdit(
  context: WebContext,
  result: EditResult,
  findWrong: (length: number) => string = () => 'from',
): Response {
  switch (result.type) {
    case 'done':
      return context.json({ items: result.items, length: result.length, version: result.version });
    case 'forbidden':
      return respondForbidden(context, { needs: 'moderator' });
    case 'none':
    case 'stale':
      return problem(context, 'stale', { detail: 'Another item stands there by now. The queue is unchanged.' });
    case 'out-of-range': {
      const message = `The queue has ${result.length} items.`;
      return problem(context, 'invalid', { errors: { [findWrong(result.length)]: { code: 'out-of-range', message } } });
    }
  }
}

function respondAdded(context: WebContext, result: EnqueueResult): Response {
  switch (result.type) {
    case 'added': {
      const { items, firstPosition, lastPosition, version } = result;
      const notAdded = result.refused.map(({ name, refusal }) => ({ name, code: refusal.code }));
      return context.json({ items, firstPosition, lastPosition, version, notAdded }, 201, {
        location: context.req.path,
      });
    }
    case 'refused':
      return problem(context, 'refused', {
        detail: `${result.name}: ${result.refusal.code}`,
        more: { refusal: result.refusal },
      });
    case 'choices':
      return problem(context, 'refused', {
        detail: 'A search found several: name one.',
        more: { choices: result.choices },
      });
    case 'over-limit':
      return problem(context, 'refused', { detail: `${result.limit} items of one person may wait in this queue.` });
    case 'forbidden':
      return respondForbidden(context, { needs: 'moderator' });
    case 'no-answer':
      return problem(context, 'unavailable', { detail: 'No player answers.', headers: { 'retry-after': '10' } });
  }
}
