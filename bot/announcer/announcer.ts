import { endStall, noteStall } from '../../control/stall.ts';
import type { Logger } from '../../log.ts';
import type { EfirEvent } from '../../storage/events.ts';
import type { StreamId } from '../../storage/model.ts';
import type { RealtimeStore } from '../../storage/store.ts';
import type { AssistantEntry } from '../assistant-entry.ts';
import type { Advice } from './advice.ts';
import type { Cards } from './cards.ts';
import type { Notices } from './notices.ts';

/** Tells chats what happens by itself: follows the events and turns them into edits of cards, and into notices. */
export interface Announcer {
  /** Listeners of a stream as last heard; null when it is not known. */
  listenersOf(streamId: StreamId): number | null;
  /** Looks at a blocked stream again: does what can be done, and redraws the card. */
  attend(streamId: StreamId): Promise<void>;
  /** Ends following; resolves when what is under way is done. */
  close(): Promise<void>;
}

/** What it is made with. */
export interface AnnouncerDependencies {
  readonly store: RealtimeStore;
  readonly cards: Cards;
  readonly notices: Notices;
  readonly entry: AssistantEntry;
  readonly log: Logger;
  readonly now: () => number;
}

/** Notes that name a message of the chat. */
const messageNotes = ['card', 'lost-notice', 'end-warning', 'vote'];
/** After a long absence old news is no news: failures and ends are told only if they are younger than this. */
const newsMs = 10 * 60_000;

/** Starts to follow the events, as the consumer group `announcer`: what happened while the bot was away is told on its return. */
export function startAnnouncer(dependencies: AnnouncerDependencies): Announcer {
  const { store, cards, notices, entry, log, now } = dependencies;
  const closing = new AbortController();
  /** As last heard. */
  const listeners = new Map<StreamId, number>();
  /** Events that were begun; a close waits for them. */
  const underWay = new Set<Promise<void>>();

  /** The advice is kept as a note, for the next redrawing and the next process. */
  const attend = async (streamId: StreamId) => {
    const { state, problem } = await store.playback.readState(streamId);
    if (state !== 'blocked' || problem === null) return cards.refresh(streamId, { mayPost: true });
    const advice: Advice = await entry.attend(streamId, problem);
    await store.notes.set(streamId, 'advice', advice);
    cards.refresh(streamId, { mayPost: true });
  };

  /** The messages of a group stay in it: its supergroup gets a card of its own. */
  const moveIn = async (streamId: StreamId) => {
    for (const name of messageNotes) await store.notes.remove(streamId, name);
    cards.refresh(streamId, { mayPost: true });
  };

  /** What each kind of event means for the chat. Cards are drawn from the store, so that a late or repeated event does no harm. */
  const handle = async (event: EfirEvent): Promise<void> => {
    const { streamId } = event;
    const isNews = now() - event.at < newsMs;
    switch (event.type) {
      case 'track.started':
        await endStall(store, streamId);
        return cards.refresh(streamId, { mayPost: true });
      case 'track.title':
        cards.setLiveTitle(streamId, event.data);
        return cards.refresh(streamId);
      case 'stream.stalled':
        await noteStall(store, streamId);
        if (isNews) await notices.stalled(streamId, event.data.failedInRow);
        return cards.refresh(streamId);
      case 'settings.changed':
        cards.refresh(streamId);
        return await notices.end.review(streamId);
      case 'track.failed':
        if (isNews) await notices.trackFailed(streamId, event.data.item, event.data.reason);
        return;
      case 'track.ended':
      case 'stream.started':
        return cards.refresh(streamId);
      case 'stream.state':
        notices.state(streamId, event.data.state);
        if (event.data.state === 'blocked') return await attend(streamId);
        await store.notes.remove(streamId, 'advice');
        return cards.refresh(streamId);
      case 'stream.ended':
        listeners.delete(streamId);
        notices.state(streamId, 'off');
        if (isNews) await notices.ended(streamId, event.data.endReason, event.data.detail);
        return cards.refresh(streamId);
      case 'auto-end.warned':
        return await notices.end.warn(streamId, event.data);
      case 'auto-end.kept':
        return await notices.end.kept(streamId, event.data.endsAt);
      case 'stream.migrated':
        return await moveIn(event.data.to);
      case 'listeners.changed':
        listeners.set(streamId, event.data.count);
        if (event.data.count > 0) await notices.end.withdraw(streamId);
        return cards.tick(streamId);
      case 'track.progress':
        return cards.tick(streamId);
      // The card shows nothing of the queue, nor who did what in the administration.
      case 'queue.changed':
      case 'audit':
        return;
    }
  };

  /** What was told before this process began. */
  const recall = async () => {
    for (const streamId of await store.playback.listOn()) {
      const audience = await store.audience.read(streamId);
      if (audience !== null && !listeners.has(streamId)) listeners.set(streamId, audience.count);
    }
  };
  recall().catch((error: unknown) => log.warn({ err: error }, 'who listens is not known until it changes'));

  // One chat that Telegram keeps waiting must not hold up the others, so an event is only begun here.
  const begin = async (event: EfirEvent) => {
    const work: Promise<void> = handle(event)
      .catch((error: unknown) => log.warn({ err: error, event: event.type, streamId: event.streamId }, 'not announced'))
      .finally(() => underWay.delete(work));
    underWay.add(work);
  };
  const following = store.events.consume('announcer', begin, closing.signal).catch((error: unknown) => {
    if (!closing.signal.aborted) log.error({ err: error }, 'the announcer has stopped');
  });

  return {
    listenersOf: (streamId) => listeners.get(streamId) ?? null,
    attend,
    async close() {
      closing.abort();
      await following;
      await Promise.all(underWay);
    },
  };
}
