import { z } from 'zod';
import { chatId, note, requiredName, username } from '../check-fields.ts';

/** What may be changed of a stream. */
export const streamPatch = z.object({ title: requiredName, username, note }).partial();

/** A chat that the bot has not seen yet. */
export const newStream = z.object({
  id: chatId,
  type: z.enum(['group', 'supergroup', 'channel', 'private'], 'required'),
  title: requiredName,
  username: username.default(null),
});
