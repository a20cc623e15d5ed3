import type { RealtimeStore } from '../../storage/store.ts';
import type { ScreenName } from './admin-view.ts';

/** The lists that can be searched. */
export type SearchedList = Extract<ScreenName, 'users' | 'streams' | 'tracks' | 'audit'>;

/** What somebody searches in each list: words are too long for a button, so they are kept as notes on the private chat. */
export interface Searches {
  /** Empty: everything is shown. */
  read(chatId: number, list: SearchedList): Promise<string>;
  /** Empty words end the search. */
  write(chatId: number, list: SearchedList, words: string): Promise<void>;
}

/** Creates it over the notes in Redis. */
export function createSearches({ notes }: Pick<RealtimeStore, 'notes'>): Searches {
  const nameOf = (list: SearchedList) => `admin-search-${list}`;
  return {
    read: async (chatId, list) => (await notes.get<string>(chatId, nameOf(list))) ?? '',
    write: (chatId, list, words) =>
      words === '' ? notes.remove(chatId, nameOf(list)) : notes.set(chatId, nameOf(list), words),
  };
}
