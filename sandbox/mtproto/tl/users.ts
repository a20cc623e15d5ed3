import { Api } from 'telegram/tl/index.js';
import type { User } from '../../world/model.ts';
import type { World } from '../../world/world.ts';
import { long } from '../wire/bytes.ts';

/** A user as `viewer` sees them: with the access hash that is good for the viewer only. */
export function toUser(world: World, user: User, viewer: number): Api.User {
  return new Api.User({
    id: long(user.id),
    accessHash: long(world.accessHash(viewer, { type: 'user', id: user.id })),
    self: user.id === viewer,
    bot: user.isBot,
    firstName: user.firstName,
    lastName: user.lastName,
    username: user.username,
    // Strangers' numbers are not shown.
    phone: user.id === viewer ? user.phone : undefined,
    langCode: user.id === viewer ? user.languageCode : undefined,
    botInfoVersion: user.isBot ? 1 : undefined,
  });
}

/** The users of these ids that exist, each once. */
export function toUsers(world: World, ids: Iterable<number>, viewer: number): Api.User[] {
  return [...new Set(ids)].flatMap((id) => {
    const user = world.user(id);
    return user === undefined ? [] : [toUser(world, user, viewer)];
  });
}
