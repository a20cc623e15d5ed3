import { Api } from 'telegram/tl/index.js';
import { type Method, method } from '../method.ts';
import { findUser } from '../peers.ts';
import { RpcError } from '../rpc-error.ts';
import type { Services } from '../services.ts';
import { toChat, toPeer } from '../tl/chats.ts';
import { toUser } from '../tl/users.ts';
import { long } from '../wire/bytes.ts';

/** Looking up users and names. */
export function createUserMethods({ world }: Services): Method[] {
  return [
    // Errors: USER_ID_INVALID, also when the access hash is another account's.
    method(Api.users.GetUsers, ({ id }, { userId }) =>
      id.map((input) => toUser(world, findUser(world, input, userId), userId)),
    ),
    // Only what identifies the user; clients ask for it when they have an id and want a name.
    method(Api.users.GetFullUser, ({ id }, { userId }) => {
      const user = findUser(world, id, userId);
      const fullUser = new Api.UserFull({
        id: long(user.id),
        settings: new Api.PeerSettings({}),
        notifySettings: new Api.PeerNotifySettings({}),
        commonChatsCount: 0,
      });
      return new Api.users.UserFull({ fullUser, chats: [], users: [toUser(world, user, userId)] });
    }),
    // The one way to an access hash without being in a chat. Error: USERNAME_NOT_OCCUPIED.
    method(Api.contacts.ResolveUsername, ({ username }, { userId }) => {
      const chat = world.findChatByUsername(username);
      if (chat !== undefined)
        return new Api.contacts.ResolvedPeer({ peer: toPeer(chat), chats: [toChat(world, chat, userId)], users: [] });
      const user = world.findUserByUsername(username);
      if (user === undefined) throw new RpcError(400, 'USERNAME_NOT_OCCUPIED');
      const peer = new Api.PeerUser({ userId: long(user.id) });
      return new Api.contacts.ResolvedPeer({ peer, chats: [], users: [toUser(world, user, userId)] });
    }),
  ];
}
