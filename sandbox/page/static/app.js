import { say, setReply, startComposer } from './composer.js';
import { avatar, byId, initials, make, refill, tint } from './dom.js';
import { hideMessage, setMessageActions, showMessage, showMessages, summary } from './messages.js';
import { openEvents } from './server.js';
import {
  bot,
  changed,
  chatsOfPerson,
  currentChat,
  nameOf,
  onChange,
  people,
  setMessage,
  setPeople,
  state,
} from './state.js';
import { leaveVoice, rejoinVoice, showVoice } from './voice.js';

const app = byId('app');
const strip = byId('strip');
const person = byId('person');

startComposer();
setMessageActions({ onReply: setReply, onCommand: say, onLink: openDeepLink });
onChange(() => {
  showPeople();
  showChats();
  showVoice();
});
person.onchange = () => {
  leaveVoice();
  state.personId = Number(person.value);
  openChat(state.chats.get(state.chatId)?.type === 'private' ? null : state.chatId);
};
byId('open-side').onclick = () => setSide(!app.classList.contains('side-open'));

openEvents({
  page: ({ efirUrl }) => {
    byId('links').hidden = efirUrl === null;
    byId('status-link').href = efirUrl ?? '';
    byId('panel-link').href = efirUrl === null ? '' : `${efirUrl}/admin`;
  },
  world: (world) => {
    strip.hidden = true;
    state.messages.clear();
    setPeople(world);
    for (const message of world.messages) setMessage(message);
    setCalls(world.calls);
    changed();
    showMessages();
    rejoinVoice();
  },
  people: (given) => {
    setPeople(given);
    changed();
  },
  calls: (calls) => {
    setCalls(calls);
    showVoice();
  },
  message: take,
  edited: take,
  deleted: hideMessage,
  lost: () => {
    strip.hidden = false;
  },
});

function take(message) {
  setMessage(message);
  showMessage(message);
  showChats();
}

function setCalls(calls) {
  state.calls = new Map(calls.map((call) => [call.chatId, call]));
}

function setSide(isOpen) {
  app.classList.toggle('side-open', isOpen);
  byId('open-side').setAttribute('aria-expanded', String(isOpen));
}

/** Shows a chat; null: the first. */
function openChat(chatId) {
  state.chatId = chatId;
  setReply(null);
  setSide(false);
  changed();
  showMessages();
  byId('text').focus();
}

function showPeople() {
  person.replaceChildren(
    ...people().map(({ id, name }) => make('option', { value: String(id), selected: id === state.personId }, name)),
  );
  const sign = byId('person-avatar');
  sign.textContent = initials(nameOf(state.personId));
  sign.dataset.tint = tint(state.personId ?? 0);
}

function showChats() {
  const chats = chatsOfPerson();
  refill(byId('chats'), ...chats.map(renderChat));
  const chat = currentChat();
  byId('chat-title').textContent = chat?.title ?? 'Efir';
  byId('chat-note').textContent = chat === undefined ? '' : describe(chat);
  document.title = `${chat?.title ?? 'Efir'} · sandbox`;
}

function renderChat(chat) {
  const last = [...(state.messages.get(chat.id)?.values() ?? [])].at(-1);
  const isCurrent = chat.id === state.chatId;
  return make(
    'button',
    {
      type: 'button',
      className: 'chat-line',
      id: `chat-${chat.id}`,
      'aria-current': String(isCurrent),
      onclick: () => openChat(chat.id),
    },
    avatar(chat.id, chat.title),
    make('span', {}, make('b', {}, chat.title), make('small', {}, last ? summary(last) : describe(chat))),
    state.calls.get(chat.id)?.state === 'active'
      ? make('i', { className: 'live-dot', title: 'Voice chat is live' })
      : null,
  );
}

function describe(chat) {
  if (chat.type === 'private') return 'bot · private chat';
  const count = chat.members.length;
  return `${count} ${count === 1 ? 'member' : 'members'} · ${chat.type}`;
}

/** t.me/<bot>?start=… begins the private chat, as in Telegram. */
function openDeepLink(url) {
  const robot = bot();
  const [, username, parameter] = /^https?:\/\/t\.me\/(\w+)(?:\?start=([\w-]*))?$/i.exec(url) ?? [];
  if (robot === undefined || username?.toLowerCase() !== robot.username?.toLowerCase()) return false;
  openChat(state.personId);
  if (parameter !== undefined) say(`/start ${parameter}`.trim());
  return true;
}
