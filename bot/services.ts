import type { Api } from 'grammy';
import type { UserFromGetMe } from 'grammy/types';
import type { Control } from '../control/control.ts';
import type { Logger } from '../log.ts';
import type { StreamId } from '../storage/model.ts';
import type { RealtimeStore } from '../storage/store.ts';
import type { Cards } from './announcer/cards.ts';
import type { AssistantEntry } from './assistant-entry.ts';
import type { Bulk } from './commands/bulk.ts';
import type { Confirmations } from './confirmations.ts';
import type { Menus } from './menus/menus.ts';
import type { BotObserver } from './observer.ts';
import type { Operators } from './people/operators.ts';
import type { Texts } from './texts/texts.ts';

/** What the parts of the chat surface work with. `now`: unix time in milliseconds. */
export interface BotServices {
  /** Throttled, and patient with Telegram's troubles (api/). */
  readonly api: Api;
  /** Who the bot is, as getMe said at the start. */
  readonly me: UserFromGetMe;
  /** Everything that may be done; the bot decides nothing by itself. */
  readonly control: Control;
  /** For notes, hints to players, and who plays; state is changed by `control`. */
  readonly store: RealtimeStore;
  /** Every word that is said. */
  readonly texts: Texts;
  /** The one card of each stream. */
  readonly cards: Cards;
  /** The queue, the settings, and the buttons of the cards. */
  readonly menus: Menus;
  /** Routine answers. */
  readonly confirmations: Confirmations;
  /** Adding several at once, and choices among several. */
  readonly bulk: Bulk;
  /** Who steers a chat, as Telegram says. */
  readonly operators: Operators;
  /** How the assistant comes in. */
  readonly entry: AssistantEntry;
  /** Looks at a blocked stream again: does what can be done, and redraws the card. */
  readonly attend: (streamId: StreamId) => Promise<void>;
  /** Listeners of a stream as last heard; null when it is not known. */
  readonly listenersOf: (streamId: StreamId) => number | null;
  readonly observer: BotObserver;
  readonly log: Logger;
  readonly now: () => number;
}
