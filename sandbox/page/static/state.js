/** What the page knows. Whoever changes it calls {@link changed}. */
export const state = {
  users: new Map(),
  chats: new Map(),
  /** Chat id → message id → message, in order. */
  messages: new Map(),
  /** Chat id → voice chat. */
  calls: new Map(),
  /** Who speaks, and where. */
  personId: Number(localStorage.getItem('person')) || null,
  chatId: Number(localStorage.getItem('chat')) || null,
};

const listeners = new Set();

/** Told after every change of who and where (people, chats, person, chat). */
export function onChange(listener) {
  listeners.add(listener);
}

/** Tells everybody. */
export function changed() {
  keepChoices();
  for (const listener of listeners) listener();
}

/** Takes over users and chats. */
export function setPeople({ users, chats }) {
  state.users = new Map(users.map((user) => [user.id, user]));
  state.chats = new Map(chats.map((chat) => [chat.id, chat]));
}

/** Takes over a message, new or edited. */
export function setMessage(message) {
  const list = state.messages.get(message.chatId) ?? new Map();
  list.set(message.messageId, message);
  state.messages.set(message.chatId, list);
}

/** The people one can speak as: neither bots nor assistants. */
export function people() {
  return [...state.users.values()].filter((user) => !user.isBot && !user.isAssistant);
}

/** The bot, if the world has one. */
export function bot() {
  return [...state.users.values()].find((user) => user.isBot);
}

/** The chats of the person who speaks; the private one with the bot stands last, even before it is begun (`isNew`). */
export function chatsOfPerson() {
  const id = state.personId;
  const groups = [...state.chats.values()].filter(
    (chat) => chat.type !== 'private' && chat.members.some((member) => member.userId === id),
  );
  const robot = bot();
  if (robot === undefined || id === null) return groups;
  const begun = state.chats.get(id);
  return [
    ...groups,
    begun ? { ...begun, title: robot.name } : { id, type: 'private', title: robot.name, members: [], isNew: true },
  ];
}

/** The chat that is shown. */
export function currentChat() {
  return chatsOfPerson().find((chat) => chat.id === state.chatId);
}

/** A user's name; "Someone" for one that is not known. */
export function nameOf(userId) {
  return state.users.get(userId)?.name ?? 'Someone';
}

/** A person and a chat are always chosen: the first ones when the last choice is gone. */
function keepChoices() {
  const all = people();
  if (!all.some((person) => person.id === state.personId)) state.personId = all[0]?.id ?? null;
  const chats = chatsOfPerson();
  if (!chats.some((chat) => chat.id === state.chatId)) state.chatId = chats[0]?.id ?? null;
  if (state.personId !== null) localStorage.setItem('person', String(state.personId));
  if (state.chatId !== null) localStorage.setItem('chat', String(state.chatId));
}
