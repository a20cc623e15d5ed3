import type { Message } from 'grammy/types';

/** Whose tracks are meant: one's own, a user's by id (a name without @ that Telegram made a mention), or by the name shown. */
export type Whose =
  | { readonly type: 'own' }
  | { readonly type: 'id'; readonly userId: number; readonly name: string }
  | { readonly type: 'name'; readonly name: string };

const own = ['me', 'mine', 'my', 'меня', 'мои', 'моё', 'мое'];

/** Reads `all of @olga`, `all @olga`, `@olga`, `all of me`; null when nobody is named. */
export function readWhose(argument: string, message: Pick<Message, 'entities' | 'text'>): Whose | null {
  const match = /^(?:all|все|всё)(?:\s+(?:of|from|by|от|у))?\s+(\S.*)$/iu.exec(argument) ?? /^(@\S+)$/u.exec(argument);
  const name = match?.[1]?.trim();
  if (name === undefined) return null;
  if (own.includes(name.toLowerCase())) return { type: 'own' };
  const mention = message.entities?.find((entity) => entity.type === 'text_mention');
  return mention?.type === 'text_mention' ? { type: 'id', userId: mention.user.id, name } : { type: 'name', name };
}
