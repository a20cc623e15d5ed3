import type { Message } from 'grammy/types';
import type { PlayQuery, Track } from '../../storage/model.ts';
import type { Place } from '../../storage/store.ts';
import type { Answer } from '../reply.ts';
import type { CommandCall } from './command.ts';

/** How /play asks for several at once, and for a choice among several: what bot/bulk and bot/menus provide. */
export interface Bulk {
  /** Sees every message, in the order of receipt and before any is handled: it may be part of an album. */
  notice(message: Message): void;
  /** All that a /play or /playnext asks for, when that is more than one thing (an album, several lines); null: it is one thing. */
  readQueries(call: CommandCall): Promise<readonly PlayQuery[] | null>;
  /** Adds them all and answers, with progress. */
  addMany(call: CommandCall, queries: readonly PlayQuery[], place: Place): Promise<void>;
  /** The question which of up to five is meant, with a button for each. */
  offerChoices(call: CommandCall, choices: readonly Track[], place: Place): Promise<Answer>;
}
