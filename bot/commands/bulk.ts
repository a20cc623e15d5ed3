import type { PlayQuery, Track } from '../../storage/model.ts';
import type { Place } from '../../storage/store.ts';
import type { CommandCall } from './command.ts';

/** How /play asks for several at once, and for a choice among several: what bot/bulk and bot/menus provide. */
export interface Bulk {
  /** All that a /play or /playnext asks for, when that is more than one thing (an album, several lines); null: it is one thing. */
  readQueries(call: CommandCall): Promise<readonly PlayQuery[] | null>;
  /** Adds them all and answers, with progress. */
  addMany(call: CommandCall, queries: readonly PlayQuery[], place: Place): Promise<void>;
  /** Lets the person choose one of up to five; answers. */
  offerChoices(call: CommandCall, choices: readonly Track[], place: Place): Promise<void>;
}
