import { setTimeout as sleep } from 'node:timers/promises';
import type { Api } from 'grammy';
import type { NowPlaying } from '../../control/read-queue.ts';
import type { Logger } from '../../log.ts';
import type { StreamId } from '../../storage/model.ts';
import type { NoteStore } from '../../storage/store.ts';
import type { Anchor, Answer, Keyboard } from '../reply.ts';
import type { Locale, Texts } from '../texts/texts.ts';
import type { Advice } from './advice.ts';
import { type CardPlace, editCard, postCard, retireCard, threadOf } from './card-message.ts';
import { drawCard, showsControls } from './card-view.ts';
import { createPace } from './pace.ts';
import { createSerial } from './serial.ts';

/** The one card of each stream: a message that says what is true now. It is redrawn from the store, never from what an event says. */
export interface Cards {
  /**
   * Posts the card as the answer to a command; waits up to a second for the stream to get on the air, so that it needs no second
   * edit. `messageId`: a message of ours that becomes the card instead.
   */
  place(streamId: StreamId, options: PlaceOptions): Promise<void>;
  /** Keeps the card as it is until it is placed, so that events of what we are about to do don't post one first. */
  claim(streamId: StreamId): CardClaim;
  /**
   * Makes the card true again. `isUrgent`: somebody waits for it, so at once; else at most three edits in 15 s. `mayPost`: post one
   * if there is none, or if it has scrolled far away.
   */
  refresh(streamId: StreamId, options?: { readonly isUrgent?: boolean; readonly mayPost?: boolean }): void;
  /**
   * The track has gone on, or the number of listeners has changed: makes that true on the card, at most every 15 s, and not where it
   * has scrolled so far away that nobody sees it.
   */
  tick(streamId: StreamId): void;
  /** What radio says it plays. Shown while that generation plays, as another track has nothing to do with it. */
  setLiveTitle(streamId: StreamId, live: { readonly generation: number; readonly title: string }): void;
  /** Shows the question whether to stop, for 15 s or until `unask`. */
  ask(streamId: StreamId): void;
  /** Takes the question off the card. */
  unask(streamId: StreamId): void;
  /** Tells how far the chat has come, so that a card far above is replaced rather than edited. */
  noteMessage(streamId: StreamId, messageId: number): void;
  /** Ends waiting edits; resolves when those under way are done. */
  close(): Promise<void>;
}

/** See {@link Cards.place}. */
interface PlaceOptions {
  readonly anchor: Anchor;
  readonly messageId?: number | null;
}

/** A card that waits for its place. Whoever claims it places or releases it. */
export interface CardClaim {
  /** See {@link Cards.place}. */
  place(options: PlaceOptions): Promise<void>;
  /** Lets go of the card; nothing happens when it was placed. */
  release(): void;
}

/** What cards are made with. */
export interface CardDependencies {
  readonly api: Api;
  readonly texts: Texts;
  readonly notes: NoteStore;
  readonly readNowPlaying: (streamId: StreamId) => Promise<NowPlaying>;
  /** What keeps the stream off the air, if anything. */
  readonly readAdvice: (streamId: StreamId, now: NowPlaying) => Promise<Advice | null>;
  readonly readAssistant: () => Promise<string | null>;
  /** The language of announcements in a chat. */
  readonly readLocale: (streamId: StreamId) => Promise<Locale>;
  /** The buttons under what plays. `isAsking`: those that ask whether to stop. */
  readonly drawControls: (
    streamId: StreamId,
    card: { readonly generation: number; readonly isAsking: boolean },
  ) => Promise<Keyboard>;
  /** null when it is not known. */
  readonly listenersOf: (streamId: StreamId) => number | null;
  readonly log: Logger;
  readonly now: () => number;
}

/** A card with more messages than this below it is replaced by a new one. */
const farAway = 20;
const settleMs = 1_000;
const settlePollMs = 40;
/** Telegram counts edits like messages: 20 a minute in a group. Most of them are left to what people ask for. */
const tickMs = 15_000;
/** A question that nobody answers goes away. */
const askMs = 15_000;

/** Creates the cards of all streams. */
export function createCards(dependencies: CardDependencies): Cards {
  const { api, notes, log, now } = dependencies;
  const serial = createSerial();
  const pace = createPace(now);
  const latest = new Map<StreamId, number>();
  /** What each card says as far as we know, so that an edit that changes nothing is not even asked for. */
  const drawn = new Map<StreamId, string>();

  const liveTitles = new Map<StreamId, { readonly generation: number; readonly title: string }>();
  /** When a card was last edited. */
  const edited = new Map<StreamId, number>();
  /** Cards that ask whether to stop, and the timers that end it. */
  const asking = new Map<StreamId, NodeJS.Timeout>();

  /** Draws what is true now, in the language of the chat. */
  const draw = async (streamId: StreamId, facts: NowPlaying) => {
    const [locale, advice] = await Promise.all([
      dependencies.readLocale(streamId),
      dependencies.readAdvice(streamId, facts),
    ]);
    const assistant = advice === null ? null : await dependencies.readAssistant();
    const isAsking = asking.has(streamId);
    const { generation } = facts.playback;
    const controls = showsControls(facts, advice)
      ? await dependencies.drawControls(streamId, { generation, isAsking })
      : [];
    const listeners = dependencies.listenersOf(streamId);
    const live = liveTitles.get(streamId);
    const liveTitle = live?.generation === generation ? live.title : null;
    const all = { now: facts, advice, assistant, listeners, liveTitle, controls, isAsking };
    return drawCard(dependencies.texts, locale, all);
  };

  /** Makes a message the card of the stream; the one before loses its buttons. */
  const remember = async (streamId: StreamId, place: CardPlace) => {
    const old = await notes.get<CardPlace>(streamId, 'card');
    await notes.set(streamId, 'card', place);
    noteMessage(streamId, place.messageId);
    if (old !== null && old.messageId !== place.messageId) await retireCard(api, streamId, old.messageId);
  };

  const noteMessage = (streamId: StreamId, messageId: number) => {
    latest.set(streamId, Math.max(messageId, latest.get(streamId) ?? 0));
  };

  /** Makes the card at `place` say it; false when that message is gone. */
  const edit = async (streamId: StreamId, place: CardPlace, answer: Answer): Promise<boolean> => {
    const face = JSON.stringify([place.messageId, answer]);
    if (drawn.get(streamId) === face) return true;
    pace.use(streamId);
    edited.set(streamId, now());
    const outcome = await editCard(api, streamId, place.messageId, answer);
    if (outcome === 'done') drawn.set(streamId, face);
    if (outcome === 'gone') await notes.remove(streamId, 'card');
    return outcome !== 'gone';
  };

  /** One redrawing: edits the card, or posts one where there is none to edit. */
  const update = async (streamId: StreamId, mayPost: boolean) => {
    const place = await notes.get<CardPlace>(streamId, 'card');
    if (place === null && !mayPost) return;
    const answer = await draw(streamId, await dependencies.readNowPlaying(streamId));
    if (place !== null) {
      const isFar = (latest.get(streamId) ?? 0) - place.messageId > farAway;
      if (!(isFar && mayPost) && ((await edit(streamId, place, answer)) || !mayPost)) return;
    }
    await remember(streamId, await postCard(api, streamId, answer, { threadId: place?.threadId ?? null }));
  };

  /** Reads until the stream is on the air, or it is known why not, or a second has passed. */
  const settle = async (streamId: StreamId) => {
    const deadline = now() + settleMs;
    for (;;) {
      const facts = await dependencies.readNowPlaying(streamId);
      const isPlaying = facts.state === 'live' && facts.playback.current !== null;
      const isExplained = facts.state === 'blocked' && (await notes.get(streamId, 'advice')) !== null;
      if (isPlaying || isExplained || !facts.playback.isOn || now() >= deadline) return facts;
      await sleep(settlePollMs);
    }
  };

  /** See {@link Cards.place}; in its turn already. */
  const place = async (streamId: StreamId, { anchor, messageId = null }: PlaceOptions) => {
    const answer = await draw(streamId, await settle(streamId));
    if (messageId !== null && (await editCard(api, streamId, messageId, answer)) === 'done') {
      return await remember(streamId, { messageId, threadId: threadOf(anchor) });
    }
    await remember(streamId, await postCard(api, streamId, answer, { anchor }));
  };

  const refreshNow = (streamId: StreamId, mayPost: boolean) => {
    serial
      .run(streamId, () => update(streamId, mayPost))
      .catch((error: unknown) => log.warn({ err: error, streamId }, 'could not bring a card up to date'));
  };

  const unask = (streamId: StreamId) => {
    clearTimeout(asking.get(streamId));
    if (asking.delete(streamId)) refreshNow(streamId, false);
  };

  return {
    place: (streamId, options) => serial.run(streamId, () => place(streamId, options)),
    claim(streamId) {
      const { promise: released, resolve: release } = Promise.withResolvers<void>();
      const { promise: reached, resolve: begin } = Promise.withResolvers<void>();
      serial.run(streamId, async () => {
        begin();
        await released;
      });
      return {
        async place(options) {
          await reached;
          try {
            await place(streamId, options);
          } finally {
            release();
          }
        },
        release,
      };
    },
    refresh(streamId, { isUrgent = false, mayPost = false } = {}) {
      if (isUrgent) refreshNow(streamId, mayPost);
      else pace.whenDue(streamId, mayPost, (mayPostByNow) => refreshNow(streamId, mayPostByNow));
    },
    tick(streamId) {
      if (now() - (edited.get(streamId) ?? 0) < tickMs) return;
      edited.set(streamId, now());
      serial
        .run(streamId, async () => {
          const place = await notes.get<CardPlace>(streamId, 'card');
          const isFar = place === null || (latest.get(streamId) ?? 0) - place.messageId > farAway;
          if (!isFar) await update(streamId, false);
        })
        .catch((error: unknown) => log.warn({ err: error, streamId }, 'could not move a card on'));
    },
    setLiveTitle(streamId, live) {
      liveTitles.set(streamId, live);
    },
    ask(streamId) {
      clearTimeout(asking.get(streamId));
      asking.set(
        streamId,
        setTimeout(() => unask(streamId), askMs),
      );
      refreshNow(streamId, false);
    },
    unask: (streamId) => unask(streamId),
    noteMessage,
    async close() {
      for (const timer of asking.values()) clearTimeout(timer);
      pace.close();
      await serial.idle();
    },
  };
}
