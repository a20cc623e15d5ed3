import type { Api } from 'grammy';
import type { UserFromGetMe } from 'grammy/types';
import type { Control } from '../control/control.ts';
import type { NowPlaying } from '../control/read-queue.ts';
import type { Logger } from '../log.ts';
import type { StreamId } from '../storage/model.ts';
import type { RealtimeStore } from '../storage/store.ts';
import type { Advice } from './announcer/advice.ts';
import { startAnnouncer } from './announcer/announcer.ts';
import { createCards } from './announcer/cards.ts';
import { createNotices } from './announcer/notices.ts';
import { createAssistantEntry } from './assistant-entry.ts';
import { createBulk } from './bulk/bulk.ts';
import { createConfirmations } from './confirmations.ts';
import { createMenus } from './menus/menus.ts';
import type { BotObserver } from './observer.ts';
import { readChatLocale } from './people/chat-locale.ts';
import { createOperators } from './people/operators.ts';
import type { BotServices } from './services.ts';
import type { Texts } from './texts/texts.ts';

/** What the services are made of. */
export interface ServiceOptions {
  readonly api: Api;
  readonly me: UserFromGetMe;
  readonly control: Control;
  readonly store: RealtimeStore;
  readonly texts: Texts;
  readonly log: Logger;
  readonly now: () => number;
  readonly observer: BotObserver;
}

/** The running services of the chat surface. Whoever creates them closes them. */
export interface RunningServices {
  /** For the handlers. */
  readonly services: BotServices;
  /** Announces no more; resolves when the edits under way are done. */
  close(): Promise<void>;
}

/** Wires the services and starts to announce. */
export function createServices(options: ServiceOptions): RunningServices {
  const { api, me, control, store, texts, log, now, observer } = options;
  // In the order of dependence: who may, how the assistant comes in, what is shown, what is told.
  const readAssistants = async () => (await store.players.list()).map(({ assistantId }) => assistantId);
  const operators = createOperators({ api, readAssistants, now, log });
  const entry = createAssistantEntry({ api, me, store, log, now });
  const readAssistant = async () => (await entry.assistant())?.assistantUsername ?? null;
  const cards = createCards({
    api,
    texts,
    notes: store.notes,
    readNowPlaying: control.readNowPlaying,
    readAdvice: (streamId, facts) => readAdvice(store, streamId, facts),
    readAssistant,
    readLocale: (streamId) => readChatLocale(store, streamId),
    drawControls: (streamId, card) => menus.cardKeyboard(streamId, card),
    listenersOf: (streamId) => announcer.listenersOf(streamId),
    log,
    now,
  });
  // Cards, menus and announcer know each other; nothing is asked of them before all are made.
  const menus = createMenus({
    api,
    me,
    control,
    store,
    texts,
    operators,
    cards: () => cards,
    listenersOf: (streamId) => announcer.listenersOf(streamId),
    log,
  });
  const notices = createNotices({ api, texts, store, readAssistant, readAutoEnd: control.readAutoEnd, log, now });
  const announcer = startAnnouncer({ store, cards, notices, entry, log, now });
  const { attend, listenersOf } = announcer;
  const confirmations = createConfirmations({ api, settings: store.settings, log });
  const bulk = createBulk({ store, log, now }, () => services);
  const services: BotServices = {
    api,
    me,
    control,
    store,
    texts,
    cards,
    menus,
    confirmations,
    bulk,
    operators,
    entry,
    attend,
    listenersOf,
    log,
    now,
    observer,
  };
  return {
    services,
    // No more events first, then what they began.
    async close() {
      await announcer.close();
      confirmations.close();
      await Promise.all([cards.close(), notices.close(), bulk.close()]);
    },
  };
}

/** What keeps a stream off the air, in the announcer's words; null when nothing does. */
async function readAdvice(
  { notes, players }: RealtimeStore,
  streamId: StreamId,
  { playback, state, problem }: NowPlaying,
): Promise<Advice | null> {
  if (!playback.isOn) return null;
  // Until somebody has looked at the problem it speaks for itself.
  if (state === 'blocked') return (await notes.get<Advice>(streamId, 'advice')) ?? problem ?? 'connection-lost';
  const isWaiting = state === 'off' || state === 'joining';
  return isWaiting && (await players.list()).length === 0 ? 'no-player' : null;
}
