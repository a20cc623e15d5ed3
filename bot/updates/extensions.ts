import { adminExtension } from '../admin/admin-extension.ts';
import { choiceExtension } from '../bulk/bulk.ts';
import { conversationExtension } from '../conversations/conversation-extension.ts';
import { menuExtension } from '../menus/menu-extension.ts';
import type { Extension } from './extension.ts';

/** The parts that come before the general handlers, in their order. */
export const extensions: readonly Extension[] = [menuExtension, choiceExtension, conversationExtension, adminExtension];
