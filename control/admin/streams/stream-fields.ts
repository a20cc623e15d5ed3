import { z } from 'zod';
import { chatId, note, requiredName, username } from '../check-fields.ts';

/** What may be changed of a stream. */
export const streamPatch = z.object({ title: requiredName, username, note }).partial();

/** A chat that the bot has not seen yet. */
export const newStream = z
  .object({
    id: chatId,
    type: z.enum(['group', 'supergroup', 'channel', 'private'], 'required'),
    title: requiredName,
    username: username.default(null),
  })
  // A private chat has the id of its person; all others have negative ones.
  .refine(({ id, type }) => id > 0 === (type === 'private'), { path: ['id'], error: 'not-an-id' });
