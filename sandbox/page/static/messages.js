import { alertBox, avatar, byId, clock, make, tint, toast } from './dom.js';
import { renderText } from './entities.js';
import { fileTitle, renderFile } from './files.js';
import { post } from './server.js';
import { nameOf, state } from './state.js';

const list = byId('messages');
/** Set by the page: what replying, a tapped command and a link do. */
const actions = { onReply: () => undefined, onCommand: () => undefined, onLink: () => false };

/** Whether the newest message is in view: then it stays so, also when the voice chat or the text box takes room. */
let isAtEnd = true;
list.onscroll = () => {
  isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
};
new ResizeObserver(() => {
  if (isAtEnd) scrollDown();
}).observe(list);

/** Sets what happens on clicks: `onReply(message)`, `onCommand(text)`, `onLink(url)` → true when dealt with. */
export function setMessageActions(given) {
  Object.assign(actions, given);
}

/** Shows the current chat from the start. */
export function showMessages() {
  const messages = [...(state.messages.get(state.chatId)?.values() ?? [])];
  list.replaceChildren(...messages.map((message, i) => renderMessage(message, messages[i - 1])));
  if (messages.length === 0) list.append(emptyNote());
  scrollDown();
}

/** Shows a new or edited message of the current chat. */
export function showMessage(message) {
  if (message.chatId !== state.chatId) return;
  const shown = find(message.messageId);
  const wasAtEnd = isAtEnd;
  list.querySelector('.empty')?.remove();
  const before = (shown ?? list.lastElementChild)?.dataset.messageId;
  const previous = shown === null ? before : shown.previousElementSibling?.dataset.messageId;
  const node = renderMessage(message, state.messages.get(state.chatId)?.get(Number(previous)));
  if (shown === null) list.append(node);
  else shown.replaceWith(node);
  node.classList.add(shown === null ? 'coming' : 'edited-now');
  if (wasAtEnd || message.fromId === state.personId) scrollDown();
}

/** Takes a message away. */
export function hideMessage({ chatId, messageId }) {
  state.messages.get(chatId)?.delete(messageId);
  if (chatId !== state.chatId) return;
  const node = find(messageId);
  node?.classList.add('going');
  setTimeout(() => node?.remove(), 250);
}

/** One line that stands for a message: in a quotation, in the chat list. */
export function summary(message) {
  if (message === undefined) return 'A message that is gone';
  if (message.service) return serviceText(message);
  return message.text || (message.media ? fileTitle(message.media) : '');
}

function find(messageId) {
  return list.querySelector(`[data-message-id="${messageId}"]`);
}

function scrollDown() {
  isAtEnd = true;
  list.scrollTop = list.scrollHeight;
}

function emptyNote() {
  return make(
    'li',
    { className: 'empty' },
    make('p', {}, 'Nothing here yet. Send an audio file, then /play as a reply to it.'),
  );
}

function renderMessage(message, previous) {
  const { messageId } = message;
  if (message.service) {
    return make('li', { className: 'service', dataset: { messageId } }, make('span', {}, serviceText(message)));
  }
  const isOwn = message.fromId === state.personId;
  const isSame = previous !== undefined && !previous.service && previous.fromId === message.fromId;
  const name = message.senderChatId ? (state.chats.get(message.senderChatId)?.title ?? '') : nameOf(message.fromId);
  return make(
    'li',
    {
      className: `message${isOwn ? ' own' : ''}${isSame ? ' same' : ''}`,
      dataset: { messageId, fromId: message.fromId },
    },
    isOwn ? null : avatar(message.fromId, name),
    make(
      'div',
      { className: 'stack' },
      make(
        'article',
        { className: 'bubble' },
        isOwn || isSame
          ? null
          : make('p', { className: 'from', dataset: { tint: tint(message.fromId) } }, name, badge(message)),
        message.replyTo === undefined ? null : quotation(message),
        message.media ? renderFile(message.media) : null,
        message.text === ''
          ? null
          : make('div', { className: 'text' }, renderText(message.text, message.entities, actions)),
        make('footer', {}, message.isEdited ? 'edited ' : '', timeOf(message)),
      ),
      ...message.buttons.map((row) =>
        make('div', { className: 'buttons' }, ...row.map((button) => renderButton(message, button))),
      ),
    ),
    make(
      'button',
      {
        type: 'button',
        className: 'reply-to',
        'aria-label': 'Reply',
        title: 'Reply',
        onclick: () => actions.onReply(message),
      },
      '↩',
    ),
  );
}

function badge(message) {
  const user = state.users.get(message.fromId);
  if (user?.isBot) return make('small', { className: 'badge' }, 'bot');
  return user?.isAssistant ? make('small', { className: 'badge' }, 'assistant') : null;
}

function quotation(message) {
  const quoted = state.messages.get(message.chatId)?.get(message.replyTo);
  return make(
    'button',
    {
      type: 'button',
      className: 'quotation',
      onclick: () => find(message.replyTo)?.scrollIntoView({ block: 'center' }),
    },
    make('b', {}, quoted ? nameOf(quoted.fromId) : ''),
    make('span', {}, summary(quoted)),
  );
}

function timeOf({ date }) {
  const at = new Date(date * 1000);
  const text = at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  return make('time', { dateTime: at.toISOString(), title: at.toLocaleString() }, text);
}

function renderButton(message, button) {
  if (button.url) {
    return make(
      'button',
      { type: 'button', className: 'inline', onclick: () => follow(button.url) },
      `${button.text} ↗`,
    );
  }
  if (button.callback_data === undefined) {
    return make('button', { type: 'button', className: 'inline', disabled: true }, button.text);
  }
  return make(
    'button',
    { type: 'button', className: 'inline', onclick: (event) => press(message, button, event.currentTarget) },
    button.text,
  );
}

function follow(url) {
  if (!actions.onLink(url)) window.open(url, '_blank', 'noopener');
}

async function press({ chatId, messageId }, button, element) {
  element.classList.add('waiting');
  try {
    const { answer } = await post('/control/callbacks', {
      chatId,
      messageId,
      fromId: state.personId,
      data: button.callback_data,
    });
    if (answer?.text) (answer.showAlert ? alertBox : toast)(answer.text);
  } catch (error) {
    toast(error.message);
  } finally {
    element.classList.remove('waiting');
  }
}

function serviceText({ service, fromId }) {
  const [[kind, value]] = Object.entries(service);
  const names = (ids) => (Array.isArray(ids) ? ids : [ids]).map((given) => nameOf(given?.id ?? given)).join(', ');
  switch (kind) {
    case 'video_chat_started':
      return 'Voice chat started';
    case 'video_chat_scheduled':
      return 'Voice chat scheduled';
    case 'video_chat_ended':
      return `Voice chat ended · ${clock(value?.duration ?? 0)}`;
    case 'video_chat_participants_invited':
      return `${nameOf(fromId)} invited people to the voice chat`;
    case 'new_chat_members':
      return `${names(value)} joined`;
    case 'left_chat_member':
      return `${names(value)} left`;
    case 'pinned_message':
      return `${nameOf(fromId)} pinned a message`;
    case 'forum_topic_created':
      return `${nameOf(fromId)} opened the topic “${value.name}”`;
    case 'migrate_to_chat_id':
    case 'migrate_from_chat_id':
      return 'The group became a supergroup';
    default:
      return kind.replaceAll('_', ' ');
  }
}
