import { conversations, createConversation } from '@grammyjs/conversations';
import { onPress } from '../menus/press.ts';
import type { Extension } from '../updates/extension.ts';
import { addConversation, addOneByOne } from './add-one-by-one.ts';
import { createConversationStorage } from './conversation-storage.ts';

/** Somebody who says nothing for so long has forgotten it. */
const longestPauseMs = 15 * 60_000;

/** Leads the updates of people in a conversation to it. */
export const conversationExtension: Extension = (composer, services) => {
  composer.use(conversations({ storage: createConversationStorage(services.store.notes) }));
  composer.use(
    createConversation(addOneByOne(services), { id: addConversation, maxMillisecondsToWait: longestPauseMs }),
  );
  // Whoever presses here is not in that conversation: it is somebody else's, or over.
  composer.callbackQuery(/^add\/(?:done|cancel)\/(-?\d+)$/, async (context) => {
    const isOwn = context.match[1] === String(context.from.id);
    await onPress(services, async () => (isOwn ? 'toast-outdated' : 'toast-adding-other'))(context);
  });
};
