import type { ConversationData, ConversationKeyStorage, VersionedState } from '@grammyjs/conversations';
import type { NoteStore } from '../../storage/store.ts';
import type { BotContext } from '../context.ts';

/** Grows when the code of a conversation changes: those under way are dropped then, as they could not be replayed. */
const version = 2;

/** Keeps the conversation of a person in a chat as a note on that chat, so that it survives restarts. Names never meet those of other notes. */
export function createConversationStorage(notes: NoteStore): ConversationKeyStorage<BotContext, ConversationData> {
  const placeOf = (key: string) => {
    const [chatId, userId] = key.split(':');
    return [Number(chatId), `conversation:${userId}`] as const;
  };
  return {
    type: 'key',
    version,
    getStorageKey: ({ chat, from }) => (chat === undefined || from === undefined ? undefined : `${chat.id}:${from.id}`),
    adapter: {
      async read(key) {
        return (await notes.get<VersionedState<ConversationData>>(...placeOf(key))) ?? undefined;
      },
      write: (key, state) => notes.set(...placeOf(key), state),
      delete: (key) => notes.remove(...placeOf(key)),
    },
  };
}
