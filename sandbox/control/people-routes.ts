import { z } from 'zod';
import type { NewMember } from '../world/chats.ts';
import type { World } from '../world/world.ts';
import { ControlError, readJson } from './http-json.ts';
import type { Route } from './route.ts';

/** The rights of an administrator; those that are not given are what is usual (world/rights.ts). */
const rights = {
  canManageVideoChats: z.boolean().optional(),
  canInviteUsers: z.boolean().optional(),
  canDeleteMessages: z.boolean().optional(),
  canRestrictMembers: z.boolean().optional(),
  canPromoteMembers: z.boolean().optional(),
};
/** Body of POST /users. */
const newUser = z.strictObject({
  firstName: z.string().min(1).max(64),
  lastName: z.string().max(64).optional(),
  username: z
    .string()
    .regex(/^[a-z]\w{3,31}$/i, 'must have 4 to 32 letters, digits and underscores')
    .optional(),
  languageCode: z.string().min(2).max(8).optional(),
});
/** Body of POST /chats. */
const newChat = z.strictObject({
  title: z.string().min(1).max(128).optional(),
  type: z.enum(['supergroup', 'group', 'channel', 'private']),
  username: z
    .string()
    .regex(/^[a-z]\w{3,31}$/i)
    .optional(),
  members: z
    .array(
      z.strictObject({ userId: z.number().int(), status: z.enum(['creator', 'administrator', 'member']), ...rights }),
    )
    .default([]),
  withBot: z.boolean().default(false),
  withAssistant: z.boolean().default(false),
});
/** Body of POST /members. `by`: who does it, the creator unless told. */
const memberChange = z.strictObject({
  chatId: z.number().int(),
  userId: z.number().int(),
  by: z.number().int().optional(),
  status: z.enum(['administrator', 'member', 'restricted', 'left', 'kicked']).optional(),
  ...rights,
});

/** Body of POST /chats/:chatId/topics. */
const newTopic = z.strictObject({ name: z.string().min(1).max(128) });

/** Users, chats and members. */
export function peopleRoutes(world: World): readonly Route[] {
  return [
    {
      method: 'POST',
      // People only: the bot and the assistants are there from the start.
      path: '/users',
      run: async ({ request }) => {
        const given = await readJson(request, newUser);
        if (given.username !== undefined && isTaken(world, given.username))
          throw new ControlError(409, `The username ${given.username} is taken.`);
        return { id: world.addUser(compact(given)).id };
      },
    },
    {
      method: 'POST',
      // Answers with the marked id.
      path: '/chats',
      run: async ({ request }) => ({ id: addChat(world, await readJson(request, newChat)) }),
    },
    {
      // Beyond SANDBOX.md: how rights change in the middle of things.
      method: 'POST',
      path: '/members',
      run: async ({ request }) => {
        const { chatId, userId, by, ...patch } = await readJson(request, memberChange);
        const chat = world.chat(chatId);
        if (chat === undefined) throw new ControlError(404, `There is no chat ${chatId}.`);
        if (world.user(userId) === undefined) throw new ControlError(404, `There is no user ${userId}.`);
        return world.setMember(chatId, userId, compact(patch), by ?? creatorOf(world, chatId) ?? userId);
      },
    },
    {
      // Beyond SANDBOX.md: a supergroup becomes a forum. Answers with the topic's id.
      method: 'POST',
      path: '/chats/:chatId/topics',
      run: async ({ request, number }) => {
        const { name } = await readJson(request, newTopic);
        const chat = world.chat(number('chatId'));
        if (chat === undefined) throw new ControlError(404, 'There is no such chat.');
        if (chat.type !== 'supergroup') throw new ControlError(409, 'Only a supergroup has topics.');
        return { id: world.openTopic(chat.id, name, creatorOf(world, chat.id) ?? 0).messageId };
      },
    },
    {
      // Beyond SANDBOX.md: a group becomes a supergroup.
      method: 'POST',
      path: '/chats/:chatId/migrate',
      run: async ({ number }) => {
        const chat = world.chat(number('chatId'));
        if (chat === undefined) throw new ControlError(404, 'There is no such chat.');
        if (chat.type !== 'group' || chat.migratedTo !== undefined)
          throw new ControlError(409, 'Only a group can become a supergroup.');
        const by = creatorOf(world, chat.id) ?? world.members(chat.id)[0]?.userId ?? 0;
        return { id: world.migrateChat(chat.id, by).id };
      },
    },
    {
      // Beyond SANDBOX.md: its owner deletes a chat.
      method: 'DELETE',
      path: '/chats/:chatId',
      run: async ({ number }) => {
        const chat = world.chat(number('chatId'));
        if (chat === undefined || chat.isDeleted === true) throw new ControlError(404, 'There is no such chat.');
        if (chat.type === 'private') throw new ControlError(409, 'A private chat cannot be deleted.');
        world.deleteChat(chat.id);
        return {};
      },
    },
  ];
}

/** Who owns the chat, if anybody does. */
export function creatorOf(world: World, chatId: number): number | undefined {
  return world.members(chatId).find((member) => member.status === 'creator')?.userId;
}

/** Makes a chat, once everybody in it is known to exist and its username is free. */
function addChat(world: World, given: z.output<typeof newChat>): number {
  for (const { userId } of given.members)
    if (world.user(userId) === undefined) throw new ControlError(404, `There is no user ${userId}.`);
  if (given.username !== undefined && isTaken(world, given.username))
    throw new ControlError(409, `The username ${given.username} is taken.`);
  if (given.type === 'private') return addPrivateChat(world, given.members);
  if (given.title === undefined) throw new ControlError(400, 'title: a group or channel needs one.');
  const bot = world.bot();
  const [assistant] = world.assistants();
  // The bot and the assistant come as administrators, unless `members` says otherwise.
  const extra: NewMember[] = [
    ...(given.withBot && bot !== undefined ? [bot] : []),
    ...(given.withAssistant && assistant !== undefined ? [assistant] : []),
  ].map((user) => ({ userId: user.id, status: 'administrator' }));
  const listed = new Set(given.members.map((member) => member.userId));
  const chat = world.addChat({
    type: given.type,
    title: given.title,
    ...(given.username === undefined ? {} : { username: given.username }),
    members: [...given.members.map(compact), ...extra.filter((member) => !listed.has(member.userId))],
  });
  return chat.id;
}

/** A private chat is with the bot; making one that is there already changes nothing. */
function addPrivateChat(world: World, members: readonly { readonly userId: number }[]): number {
  const people = members.filter(({ userId }) => world.user(userId)?.isBot === false);
  const [person] = people;
  if (person === undefined || people.length !== 1)
    throw new ControlError(400, 'members: a private chat has one person, who talks with the bot.');
  const chat =
    world.chat(person.userId) ??
    world.addChat({ type: 'private', members: [{ userId: person.userId, status: 'member' }] });
  return chat.id;
}

/** Users and chats share one space of names. */
function isTaken(world: World, username: string): boolean {
  return world.findUserByUsername(username) !== undefined || world.findChatByUsername(username) !== undefined;
}

/** Without the fields that are undefined. */
function compact<T extends object>(object: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
