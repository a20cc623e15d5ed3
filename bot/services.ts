import type { Api } from 'grammy';
import type { UserFromGetMe } from 'grammy/types';
import type { Control } from '../control/control.ts';
import type { Logger } from '../log.ts';
import type { StreamId } from '../storage/model.ts';
import type { RealtimeStore } from '../storage/store.ts';
import type { Cards } from './announcer/cards.ts';
import type { AssistantEntry } from './assistant-entry.ts';
import type { Operators } from './people/operators.ts';
import type { Texts } from './texts/texts.ts';

/** What the parts of the chat surface work with. `now`: unix time in milliseconds. */
export interface BotServices {
  readonly api: Api;
  readonly me: UserFromGetMe;
  readonly control: Control;
  readonly store: RealtimeStore;
  readonly texts: Texts;
  readonly cards: Cards;
  readonly operators: Operators;
  readonly entry: AssistantEntry;
  /** Looks at a blocked stream again: does what can be done, and redraws the card. */
  readonly attend: (streamId: StreamId) => Promise<void>;
  /** Listeners of a stream as last heard; null when it is not known. */
  readonly listenersOf: (streamId: StreamId) => number | null;
  readonly log: Logger;
  readonly now: () => number;
}
