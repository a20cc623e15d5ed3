import type { Api } from 'grammy';
import type { Logger } from '../log.ts';
import type { SettingsStore } from '../storage/store.ts';
import { refusalOf } from './api-errors.ts';
import { type Anchor, type Answer, reply } from './reply.ts';

/** Routine answers: what was done. In a chat that is set so they are deleted again after a while. */
export interface Confirmations {
  /** Answers a message. */
  say(anchor: Anchor, answer: Answer): Promise<void>;
  /** Leaves what stands. */
  close(): void;
}

/** What they are made with. `afterMs`: how long they stand; default 60,000. */
export interface ConfirmationDependencies {
  readonly api: Api;
  readonly settings: Pick<SettingsStore, 'read'>;
  readonly log: Logger;
  readonly afterMs?: number;
}

/** Creates them. A bot that is stopped meanwhile leaves them standing: they are harmless. */
export function createConfirmations({ api, settings, log, afterMs = 60_000 }: ConfirmationDependencies): Confirmations {
  const timers = new Set<NodeJS.Timeout>();
  const remove = async (chatId: number, messageId: number) => {
    try {
      await api.deleteMessage(chatId, messageId);
    } catch (error) {
      // Somebody else was faster, or the bot has left the chat.
      if (refusalOf(error) === null) log.warn({ err: error, chatId }, 'a confirmation could not be deleted');
    }
  };
  return {
    async say(anchor, answer) {
      const { id: chatId } = anchor.chat;
      const [sent, { deletesConfirmations }] = await Promise.all([reply(api, anchor, answer), settings.read(chatId)]);
      if (!deletesConfirmations) return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        void remove(chatId, sent.message_id);
      }, afterMs);
      timers.add(timer);
    },
    close() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
