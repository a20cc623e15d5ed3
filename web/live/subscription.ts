import type { LiveEvent } from '../../metrics/snapshot/live-event.ts';
import type { StreamId } from '../../storage/model.ts';
import { type Complaint, type TopicName, topicNames } from './protocol.ts';
import { mayWatch, type View } from './view.ts';

/** What a client wants to hear of. */
export interface Subscription {
  readonly id: string;
  readonly topics: ReadonlySet<TopicName>;
  /** null: all. A group that becomes a supergroup brings its new id along. */
  readonly streams: Set<StreamId> | null;
  /** The client has, or is given apart, what is up to here; later events are sent as they come. */
  readonly liveAfter: number;
  /** The client was given all after here: `liveAfter`, or earlier when it was replayed. */
  readonly servedAfter: number;
}

/**
 * The events that are meant: `*`, `track.*` or names, as far as the view shows them.
 * @returns a complaint when one is unknown, or is named and not for this view.
 */
export function readTopics(patterns: readonly string[], view: View): ReadonlySet<TopicName> | Complaint {
  const topics = new Set<TopicName>();
  for (const pattern of patterns) {
    const matching = topicNames.filter((name) => matches(name, pattern));
    if (matching.length === 0) {
      return { code: 'unknown-event', message: `There is no event ${pattern}. Known: *, ${topicNames.join(', ')}.` };
    }
    const visible = matching.filter((name) => mayWatch(view, name));
    if (visible.length === 0) return { code: 'forbidden', message: `You may not watch ${pattern}.` };
    for (const name of visible) topics.add(name);
  }
  return topics;
}

function matches(name: TopicName, pattern: string): boolean {
  if (pattern === '*') return true;
  return pattern.endsWith('.*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

/** Whether it is about that event, whenever it was. */
export function isAbout({ topics, streams }: Subscription, { event }: LiveEvent): boolean {
  if (!topics.has(event.type)) return false;
  return streams === null || streams.has(event.streamId);
}

/** Notes that a stream it is about goes on under another id. */
export function followMove({ streams }: Subscription, { event }: LiveEvent): void {
  if (event.type === 'stream.migrated' && streams?.has(event.streamId) === true) streams.add(event.data.to);
}
