import type { Api } from 'grammy';
import type { StreamId } from '../../storage/model.ts';
import type { RealtimeStore } from '../../storage/store.ts';
import { keepKeyboard } from '../commands/command-button.ts';
import { readChatLocale } from '../people/chat-locale.ts';
import type { Answer } from '../reply.ts';
import { exactSpan } from '../texts/exact-span.ts';
import type { Texts } from '../texts/texts.ts';
import { editCard } from './card-message.ts';

/** The message that says that a stream is about to end: one at a time, edited as things go on. Its place is a note. */
export interface EndNotices {
  /** Nobody listens: it ends at `endsAt`. Told twice it is said once; what is past is not said. */
  warn(streamId: StreamId, warning: { readonly sessionId: string; readonly endsAt: number }): Promise<void>;
  /** Somebody asked to go on: the message says until when. */
  kept(streamId: StreamId, endsAt: number): Promise<void>;
  /** Somebody listens again: the message goes. */
  withdraw(streamId: StreamId): Promise<void>;
  /** It ends at another time by now, or not at all (null): the message says so. Not when it ends a little earlier or later. */
  review(streamId: StreamId, endsAt: number | null): Promise<void>;
  /** Turns the message into the one about the end; false: there is none. */
  replace(streamId: StreamId, answer: Answer): Promise<boolean>;
}

/** What they are made with. `post` puts a message where the card is. `now`: Unix milliseconds. */
export interface EndNoticeDependencies {
  readonly api: Api;
  readonly texts: Texts;
  readonly store: Pick<RealtimeStore, 'notes' | 'settings'>;
  readonly post: (streamId: StreamId, answer: Answer) => Promise<{ readonly messageId: number }>;
  readonly now: () => number;
}

/** The note: which message warns of which end. */
interface WarningPlace {
  readonly messageId: number;
  readonly sessionId: string;
  readonly endsAt: number;
}

const noteName = 'end-warning';

/** Creates the warnings of all chats. The caller runs what is about one stream one after the other. */
export function createEndNotices({ api, texts, store, post, now }: EndNoticeDependencies): EndNotices {
  const { notes } = store;
  const find = (streamId: StreamId) => notes.get<WarningPlace>(streamId, noteName);
  const localeOf = (streamId: StreamId) => readChatLocale(store, streamId);

  return {
    async warn(streamId, { sessionId, endsAt }) {
      const before = await find(streamId);
      const leftMs = endsAt - now();
      if (leftMs <= 0 || (before?.sessionId === sessionId && before.endsAt === endsAt)) return;
      const locale = await localeOf(streamId);
      const { messageId } = await post(streamId, {
        html: texts.html(locale, 'end-warning', { span: exactSpan(texts, locale, roundUp(leftMs)) }),
        keyboard: keepKeyboard(texts, locale, sessionId),
      });
      await notes.set(streamId, noteName, { messageId, sessionId, endsAt });
    },
    async kept(streamId, endsAt) {
      const place = await find(streamId);
      if (place === null) return;
      await notes.remove(streamId, noteName);
      const locale = await localeOf(streamId);
      const span = exactSpan(texts, locale, roundUp(Math.max(0, endsAt - now())));
      await editCard(api, streamId, place.messageId, { html: texts.html(locale, 'end-kept', { span }) });
    },
    async withdraw(streamId) {
      const place = await find(streamId);
      if (place === null) return;
      await notes.remove(streamId, noteName);
      const html = texts.html(await localeOf(streamId), 'end-withdrawn');
      await editCard(api, streamId, place.messageId, { html });
    },
    async review(streamId, endsAt) {
      const place = await find(streamId);
      if (place === null || (endsAt !== null && endsAt - place.endsAt < 1_000)) return;
      await notes.remove(streamId, noteName);
      const locale = await localeOf(streamId);
      const html =
        endsAt === null
          ? texts.html(locale, 'autoend-off')
          : texts.html(locale, 'end-put-off', { span: exactSpan(texts, locale, roundUp(endsAt - now())) });
      await editCard(api, streamId, place.messageId, { html });
    },
    async replace(streamId, answer) {
      const place = await find(streamId);
      if (place === null) return false;
      await notes.remove(streamId, noteName);
      return (await editCard(api, streamId, place.messageId, answer)) === 'done';
    },
  };
}

/** What is left of a minute when the message is written is still a minute to whoever reads it; of ten seconds it is ten. */
function roundUp(durationMs: number): number {
  const stepMs = durationMs > 50_000 ? 60_000 : durationMs > 10_000 ? 5_000 : 1_000;
  return Math.ceil((durationMs - stepMs / 10) / stepMs) * stepMs;
}
