import type { Api } from 'grammy';
import type { AutoEndState } from '../../control/auto-end/read-auto-end.ts';
import type { Logger } from '../../log.ts';
import type { EndReason, QueueItem, StreamId, StreamState } from '../../storage/model.ts';
import type { RealtimeStore } from '../../storage/store.ts';
import { readChatLocale } from '../people/chat-locale.ts';
import type { Answer } from '../reply.ts';
import { displayName } from '../texts/display-name.ts';
import { exactSpan } from '../texts/exact-span.ts';
import type { Texts } from '../texts/texts.ts';
import { buttonData } from './button-data.ts';
import { type CardPlace, editCard, postCard } from './card-message.ts';
import { createEndNotices, type EndNotices } from './end-notices.ts';
import { failureOf } from './failure.ts';
import { createSerial } from './serial.ts';

/** Messages about what happened by itself, apart from the card. */
export interface Notices {
  /** Tells that a track could not be played, and why. */
  trackFailed(streamId: StreamId, item: QueueItem, reason: string): Promise<void>;
  /** Warns that several tracks in a row could not be played, so that the placeholder plays. */
  stalled(streamId: StreamId, failedInRow: number): Promise<void>;
  /** The message about a coming end; each call waits for those before it about the same stream. */
  readonly end: Pick<EndNotices, 'warn' | 'kept' | 'withdraw'> & {
    /** The settings have changed: a warning that is not true any more says so. */
    review(streamId: StreamId): Promise<void>;
  };
  /** Tells of an end that nobody asked for. */
  ended(streamId: StreamId, endReason: EndReason, detail: string | null): Promise<void>;
  /** Tells that the connection is lost, once that has lasted two seconds, and in the same message that it is back. */
  state(streamId: StreamId, state: StreamState): void;
  /** Forgets what is waiting; resolves when what is under way is done. */
  close(): Promise<void>;
}

/** What notices are made with. `graceMs`: shorter losses are not worth a message. Default 2,000. */
export interface NoticeDependencies {
  readonly api: Api;
  readonly texts: Texts;
  readonly store: RealtimeStore;
  readonly readAssistant: () => Promise<string | null>;
  /** After how many minutes without listeners a stream ends. */
  readonly readAutoEnd: (streamId: StreamId) => Promise<Pick<AutoEndState, 'minutes' | 'endsAt'>>;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly log: Logger;
  readonly graceMs?: number;
}

/** Creates the notices of all chats. */
export function createNotices(dependencies: NoticeDependencies): Notices {
  const { api, texts, store, readAssistant, readAutoEnd, log, now, graceMs = 2_000 } = dependencies;
  const serial = createSerial();
  /** Streams whose connection is lost; the timer ends the grace. */
  const losses = new Map<StreamId, NodeJS.Timeout>();
  const localeOf = (streamId: StreamId) => readChatLocale(store, streamId);

  // Where the card is, there people look: the same topic.
  const post = async (streamId: StreamId, answer: Answer) => {
    const card = await store.notes.get<CardPlace>(streamId, 'card');
    return await postCard(api, streamId, answer, { threadId: card?.threadId ?? null });
  };

  const warnings = createEndNotices({ api, texts, store, post, now });

  const tellLost = async (streamId: StreamId) => {
    const html = texts.html(await localeOf(streamId), 'notice-lost');
    const { messageId } = await post(streamId, { html });
    await store.notes.set(streamId, 'lost-notice', messageId);
  };

  // Nothing was told of a loss that was short, so there is nothing to take back.
  const tellBack = async (streamId: StreamId) => {
    const messageId = await store.notes.get<number>(streamId, 'lost-notice');
    if (messageId === null) return;
    await store.notes.remove(streamId, 'lost-notice');
    await editCard(api, streamId, messageId, { html: texts.html(await localeOf(streamId), 'notice-back') });
  };

  // One after another: "back" has to find the message that "lost" is still sending.
  const guard = (streamId: StreamId, work: () => Promise<void>) => {
    serial.run(streamId, work).catch((error: unknown) => log.warn({ err: error, streamId }, 'could not post a notice'));
  };

  return {
    async trackFailed(streamId, item, reason) {
      const html = texts.html(await localeOf(streamId), 'track-failed', {
        name: displayName(item.track.title, 40),
        reason: failureOf(reason),
      });
      await post(streamId, { html });
    },
    end: {
      warn: (streamId, warning) => serial.run(streamId, () => warnings.warn(streamId, warning)),
      kept: (streamId, endsAt) => serial.run(streamId, () => warnings.kept(streamId, endsAt)),
      withdraw: (streamId) => serial.run(streamId, () => warnings.withdraw(streamId)),
      review: (streamId) =>
        serial.run(streamId, async () => warnings.review(streamId, (await readAutoEnd(streamId)).endsAt)),
    },
    async stalled(streamId, failedInRow) {
      await post(streamId, { html: texts.html(await localeOf(streamId), 'stalled', { count: failedInRow }) });
    },
    async ended(streamId, endReason, detail) {
      const locale = await localeOf(streamId);
      if (endReason === 'manual') {
        // Whoever stopped it has the answer to /stop; only a warning must not stand any more.
        const html = texts.html(locale, 'card-off');
        await serial.run(streamId, () => warnings.replace(streamId, { html }));
        return;
      }
      const [playback, { length }] = await Promise.all([
        store.playback.read(streamId),
        store.queue.read(streamId, { offset: 0, limit: 1 }),
      ]);
      const count = length + (playback.current === null ? 0 : 1);
      const kept = count === 0 ? '' : ` ${texts.plain(locale, 'queue-kept', { count })}`;
      const assistant = await readAssistant();
      const html =
        endReason === 'auto-end'
          ? texts.html(locale, 'ended-auto', {
              span: exactSpan(texts, locale, (await readAutoEnd(streamId)).minutes * 60_000),
              kept,
            })
          : texts.html(locale, 'ended-error', {
              detail: detail ?? 'other',
              kept,
              assistant: assistant === null ? texts.plain(locale, 'assistant-unnamed') : `@${assistant}`,
            });
      const resume = { text: texts.plain(locale, 'button-resume'), callback_data: buttonData({ type: 'resume' }) };
      const answer = { html, keyboard: count === 0 ? [] : [[resume]] };
      await serial.run(streamId, async () => {
        if (!(await warnings.replace(streamId, answer))) await post(streamId, answer);
      });
    },
    state(streamId, state) {
      const isLost = state === 'degraded' || state === 'rejoining';
      if (isLost) {
        if (losses.has(streamId)) return;
        losses.set(
          streamId,
          setTimeout(() => guard(streamId, () => tellLost(streamId)), graceMs),
        );
        return;
      }
      clearTimeout(losses.get(streamId));
      losses.delete(streamId);
      if (state === 'live') guard(streamId, () => tellBack(streamId));
      // Off or blocked: the card says so, and a later return is not the end of this loss.
      else guard(streamId, () => store.notes.remove(streamId, 'lost-notice'));
    },
    async close() {
      for (const timer of losses.values()) clearTimeout(timer);
      await serial.idle();
    },
  };
}
