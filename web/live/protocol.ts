import { z } from 'zod';
import type { EfirEvent } from '../../storage/events.ts';

/** Of the WebSocket protocol (docs/WEBSOCKET.md). Within a version it is only extended. */
export const protocolVersion = 1;

/** Largest message a client may send, bytes; a larger one ends the connection with 1009. */
export const messageLimitBytes = 64 * 1_024;

/** Subscriptions of one connection. */
export const subscriptionLimit = 20;

/** What can be subscribed to: every event of the log, and `metrics`, which is not in it. */
export type TopicName = EfirEvent['type'] | 'metrics';

/** All of them, so that the compiler knows when one is missing. */
const topics: Readonly<Record<TopicName, true>> = {
  'stream.started': true,
  'stream.ended': true,
  'stream.state': true,
  'stream.stalled': true,
  'stream.migrated': true,
  'track.started': true,
  'track.ended': true,
  'track.failed': true,
  'track.progress': true,
  'track.title': true,
  'queue.changed': true,
  'listeners.changed': true,
  'settings.changed': true,
  'auto-end.warned': true,
  'auto-end.kept': true,
  metrics: true,
  audit: true,
};

/** Their names. */
export const topicNames = Object.keys(topics) as readonly TopicName[];

const id = z.string().min(1).max(64);

const clientMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('subscribe'),
    /** Names the subscription; the same again replaces it. Default: a new name. */
    id: id.optional(),
    /** `*`, `track.*`, or names. */
    events: z.array(z.string().max(64)).min(1).max(64),
    /** Only of these. Default: of all. */
    streams: z.array(z.int()).max(1_000).optional(),
    /** The number of the last event that the client has. */
    since: z.int().min(0).optional(),
  }),
  z.object({ type: z.literal('unsubscribe'), /** Default: all. */ id: id.optional() }),
  z.object({ type: z.literal('ping'), id: id.optional() }),
]);

/** What clients say. */
export type ClientMessage = z.output<typeof clientMessage>;

/** Why a message was not obeyed. */
export type ErrorCode =
  | 'not-json'
  | 'invalid-message'
  | 'unknown-type'
  | 'unknown-event'
  | 'unknown-subscription'
  | 'too-many-subscriptions'
  | 'too-fast'
  | 'forbidden'
  | 'unauthorized';

/** An answer to a message that was not obeyed. `message` is for people. */
export interface Complaint {
  readonly code: ErrorCode;
  readonly message: string;
}

/** Reads a client's message. */
export function readClientMessage(text: string): ClientMessage | Complaint {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { code: 'not-json', message: 'A message is a JSON object.' };
  }
  const parsed = clientMessage.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue?.code === 'invalid_union') {
    return { code: 'unknown-type', message: 'The type is subscribe, unsubscribe or ping.' };
  }
  const where = issue?.path.join('.') ?? '';
  const what = issue?.message ?? 'invalid';
  return { code: 'invalid-message', message: where === '' ? what : `${where}: ${what}` };
}
