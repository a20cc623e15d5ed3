import { createConversation } from '@grammyjs/conversations';
import { onPress } from '../menus/press.ts';
import type { Extension } from '../updates/extension.ts';
import { askConversation } from './ask.ts';
import { askForText } from './ask-for-text.ts';

/** Somebody who says nothing for so long has forgotten what was asked. */
const longestPauseMs = 15 * 60_000;

/** Leads presses in the administration to it; answers to its questions come first. It stands behind the conversations. */
export const adminExtension: Extension = (composer, services) => {
  composer.use(
    createConversation(askForText(services), { id: askConversation, maxMillisecondsToWait: longestPauseMs }),
  );
  composer.use(services.menus.admin.menu);
  // That question is over, or another has come after it.
  composer.callbackQuery(
    /^ask\/(?:cancel|erase)$/,
    onPress(services, async () => 'toast-outdated'),
  );
};
