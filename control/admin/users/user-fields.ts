import { z } from 'zod';
import type { RecordTables } from '../../../storage/sql/records.ts';
import { email, note, optionalName, requiredName, userId, username } from '../check-fields.ts';
import type { Invalid } from '../results.ts';

const role = z.enum(['user', 'moderator', 'admin', 'owner'], 'not-a-role');

const fields = { firstName: requiredName, lastName: optionalName, username, email, note, role };

/** What may be changed of a person. */
export const userPatch = z.object({ ...fields, isBlocked: z.boolean('required') }).partial();

/** A new person. What is left out is null, the role `user`. */
export const newUser = z.object({
  id: userId,
  firstName: requiredName,
  lastName: optionalName.default(null),
  username: username.default(null),
  email: email.default(null),
  note: note.default(null),
  role: role.default('user'),
});

/** Whether somebody else has that email or username; null: nobody. Telegram gives usernames away again, and we may hear of it late: see `seen`. */
export async function findTaken(
  { users }: Pick<RecordTables, 'users'>,
  id: number,
  { email, username }: { readonly email?: string | null | undefined; readonly username?: string | null | undefined },
): Promise<Invalid | null> {
  const taken: Record<string, { readonly code: 'taken' }> = {};
  if (typeof email === 'string' && (await users.findOther(id, { email })) !== null) taken['email'] = { code: 'taken' };
  if (typeof username === 'string' && (await users.findOther(id, { username })) !== null) {
    taken['username'] = { code: 'taken' };
  }
  return Object.keys(taken).length === 0 ? null : { type: 'invalid', fields: taken };
}
