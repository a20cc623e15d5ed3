import type { SeenUser } from '../../../storage/sql/records.ts';

/** First and last name; the @username or the id of somebody who has neither. */
export function personName({ id, firstName, lastName, username }: Omit<SeenUser, 'languageCode'>): string {
  const full = [firstName, lastName].filter(Boolean).join(' ').trim();
  return full !== '' ? full : username === null ? String(id) : `@${username}`;
}
