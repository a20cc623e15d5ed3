import type { Writable } from 'node:stream';
import type { WebSocket } from 'ws';
import type { LiveEvent } from '../../metrics/snapshot/live-event.ts';
import type { LiveState } from '../../metrics/snapshot/live-state.ts';
import type { DropCause } from '../../metrics/websocket.ts';
import { seqOf } from '../../storage/event-seq.ts';
import { encode, type Frames } from './frames.ts';
import type { Watcher } from './identify.ts';
import { createMessagePace } from './message-pace.ts';
import { createOutbox } from './outbox.ts';
import { type ClientMessage, type Complaint, readClientMessage, subscriptionLimit } from './protocol.ts';
import { shapeSnapshot } from './shape-stream.ts';
import { followMove, isAbout, readTopics, type Subscription } from './subscription.ts';

/** One connection, seen from the hub. */
export interface Client {
  readonly watcher: Watcher;
  /** Gives it events in their order, as far as it wants them, in one write. */
  deliver(events: readonly LiveEvent[]): void;
  /** Gives it a `metrics` event of its view, if it wants it. */
  deliverFigures(frame: Buffer): void;
  /** What it knows is wrong: gives it a snapshot for each subscription. */
  resync(): void;
  /** A message that it sent. */
  read(text: string): void;
  /** Ends it for a reason of its own. */
  drop(cause: DropCause, code: number, reason: string): void;
}

/** What a client is made with. `onDrop` is told once. */
export interface ClientOptions {
  readonly socket: WebSocket;
  /** The connection under the socket. */
  readonly connection: Pick<Writable, 'cork' | 'uncork'>;
  readonly watcher: Watcher;
  readonly state: Pick<LiveState, 'snapshot' | 'eventsAfter'>;
  readonly frames: Frames;
  readonly onDrop: (cause: DropCause) => void;
}

/** After so many messages that were not obeyed the connection ends. */
const complaintLimit = 10;
/** A number this far ahead of our clock is no event of any process. */
const aheadLimitMs = 60_000;

/** Creates it; it ends with its socket. */
export function createClient({ socket, connection, watcher, state, frames, onDrop }: ClientOptions): Client {
  const { view } = watcher;
  const outbox = createOutbox(socket);
  const pace = createMessagePace();
  const subscriptions = new Map<string, Subscription>();
  let complaints = 0;
  let named = 0;
  let isDropped = false;

  const drop: Client['drop'] = (cause, code, reason) => {
    if (isDropped) return;
    isDropped = true;
    socket.close(code, reason);
    onDrop(cause);
  };
  const send = (frame: Buffer) => {
    if (!isDropped && !outbox.send(frame)) drop('slow', 1_013, 'you read too slowly');
  };
  const complain = ({ code, message }: Complaint, id?: string) => {
    complaints += 1;
    send(encode({ type: 'error', code, message, ...(id !== undefined && { id }) }));
    if (complaints >= complaintLimit) drop('protocol', 1_008, 'too many bad messages');
  };
  const snapshotFor = ({ id, streams }: Subscription) => {
    const snapshot = state.snapshot();
    if (streams === null) return frames.snapshot(snapshot, view, id);
    return encode({ type: 'snapshot', id, ...shapeSnapshot(snapshot, view, (streamId) => streams.has(streamId)) });
  };

  /** What of the events it is to be given now, and not yet was under another subscription. */
  const replayFor = (subscription: Subscription, events: readonly LiveEvent[]): readonly Buffer[] => {
    const others = [...subscriptions.values()].filter((it) => it !== subscription);
    return events
      .filter((live) => {
        if (!isAbout(subscription, live)) return false;
        followMove(subscription, live);
        return !others.some((other) => live.seq > other.servedAfter && isAbout(other, live));
      })
      .map((live) => frames.event(live, view))
      .filter((frame) => frame !== null);
  };

  /** The client may have chosen some of them itself. */
  const freeName = () => {
    do named += 1;
    while (subscriptions.has(`#${named}`));
    return `#${named}`;
  };

  const subscribe = (message: Extract<ClientMessage, { type: 'subscribe' }>) => {
    const { id = freeName(), events: patterns, streams, since } = message;
    if (!subscriptions.has(id) && subscriptions.size >= subscriptionLimit) {
      const text = `A connection has ${subscriptionLimit} subscriptions at most.`;
      return complain({ code: 'too-many-subscriptions', message: text }, id);
    }
    const topics = readTopics(patterns, view);
    if ('code' in topics) return complain(topics, id);
    const { seq: head } = state.snapshot();
    const known =
      since === undefined || since > seqOf(`${Date.now() + aheadLimitMs}-0`) ? null : state.eventsAfter(since);
    const isReplayed = known !== null && since !== undefined;
    const subscription: Subscription = {
      id,
      topics,
      streams: streams === undefined ? null : new Set(streams),
      // Another process may have been ahead of this one: what the client has from there it must not get again.
      liveAfter: isReplayed ? Math.max(since, head) : head,
      servedAfter: isReplayed ? since : head,
    };
    subscriptions.set(id, subscription);
    const replay = isReplayed ? replayFor(subscription, known) : [snapshotFor(subscription)];
    const told = { type: 'subscribed', id, events: [...topics], streams: streams ?? null, isReplayed };
    outbox.sendAll([encode(told), ...replay]);
  };

  const isWanted = (live: LiveEvent): boolean => {
    let is = false;
    for (const subscription of subscriptions.values()) {
      if (!isAbout(subscription, live)) continue;
      followMove(subscription, live);
      is ||= live.seq > subscription.liveAfter;
    }
    return is;
  };

  const unsubscribe = (id: string | undefined) => {
    if (id === undefined) subscriptions.clear();
    else if (!subscriptions.delete(id)) {
      return complain({ code: 'unknown-subscription', message: `There is no subscription ${id}.` }, id);
    }
    send(encode({ type: 'unsubscribed', id: id ?? null }));
  };

  return {
    watcher,
    drop,
    deliver(events) {
      if (subscriptions.size === 0) return;
      connection.cork();
      for (const live of events) {
        const frame = isWanted(live) ? frames.event(live, view) : null;
        if (frame !== null) send(frame);
      }
      connection.uncork();
    },
    deliverFigures(frame) {
      for (const { topics } of subscriptions.values()) if (topics.has('metrics')) return send(frame);
    },
    resync() {
      const { seq } = state.snapshot();
      const all = [...subscriptions.values()];
      for (const each of all) subscriptions.set(each.id, { ...each, liveAfter: seq, servedAfter: seq });
      outbox.sendAll(all.map(snapshotFor));
    },
    read(text) {
      if (isDropped) return;
      if (!pace.mayRead()) return complain({ code: 'too-fast', message: 'Send fewer messages.' });
      const message = readClientMessage(text);
      if ('code' in message) return complain(message);
      switch (message.type) {
        case 'subscribe':
          return subscribe(message);
        case 'unsubscribe':
          return unsubscribe(message.id);
        case 'ping':
          return send(encode({ type: 'pong', at: Date.now(), ...(message.id !== undefined && { id: message.id }) }));
      }
    },
  };
}
