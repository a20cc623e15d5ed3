import type { Api } from 'grammy';
import type { UserFromGetMe } from 'grammy/types';
import type { Control } from '../../control/control.ts';
import type { Logger } from '../../log.ts';
import type { StreamId } from '../../storage/model.ts';
import type { RealtimeStore } from '../../storage/store.ts';
import type { Cards } from '../announcer/cards.ts';
import type { Operators } from '../people/operators.ts';
import type { Texts } from '../texts/texts.ts';

/** What the menus work with: the part of the bot's services that is there before the menus are. */
export interface MenuServices {
  readonly api: Api;
  readonly me: UserFromGetMe;
  readonly control: Control;
  readonly store: RealtimeStore;
  readonly texts: Texts;
  readonly operators: Operators;
  /** The cards are drawn with a menu, and the menus redraw the cards: hence what is asked for is what is used. */
  readonly cards: () => Cards;
  /** Listeners of a stream as last heard; null when it is not known. */
  readonly listenersOf: (streamId: StreamId) => number | null;
  /** Under which people reach the panel, without a slash at the end. */
  readonly panelUrl: string;
  readonly log: Logger;
  /** Unix time in milliseconds. */
  readonly now: () => number;
}
