import type { StreamId } from '../../../../storage/model.ts';
import type { Call } from '../../panel-route.ts';
import { pageBefore } from '../../request/page-before.ts';

/** The page of a stream, at the part of the queue that the form was sent from. */
export function streamPath({ context }: Call, id: StreamId): string {
  const before = pageBefore(context, '');
  const queue = new URLSearchParams(before.slice(before.indexOf('?'))).get('queue') ?? '';
  return `/admin/streams/${id}${/^\d{1,9}$/.test(queue) ? `?queue=${queue}` : ''}`;
}
