import { byId, make, toast } from './dom.js';
import { summary } from './messages.js';
import { get, post, upload } from './server.js';
import { currentChat, nameOf, state } from './state.js';

const text = byId('text');
const hints = byId('hints');
let replyTo = null;
let chosen = -1;

/** Wires the text box, files, and command hints. */
export function startComposer() {
  byId('composer').onsubmit = (event) => {
    event.preventDefault();
    sendText();
  };
  text.oninput = () => {
    fit();
    showHints();
  };
  text.onkeydown = onKey;
  text.onblur = () => setTimeout(hideHints, 150);
  byId('reply-cancel').onclick = () => setReply(null);
  byId('attach').onclick = () => byId('files').click();
  byId('files').onchange = ({ target }) => {
    sendFiles([...target.files]);
    target.value = '';
  };
  startDrop();
}

/** The next message answers this one; null takes that back. */
export function setReply(message) {
  replyTo = message;
  byId('reply').hidden = message === null;
  if (message === null) return;
  byId('reply-name').textContent = nameOf(message.fromId);
  byId('reply-text').textContent = summary(message);
  text.focus();
}

/** Sends a text into the chat that is shown, as the person who speaks. */
export async function say(words) {
  try {
    await ensureChat();
    await post('/control/messages', { chatId: state.chatId, fromId: state.personId, text: words, ...takeReply() });
  } catch (error) {
    toast(error.message);
  }
}

/** The private chat with the bot begins with the first word. */
async function ensureChat() {
  const chat = currentChat();
  if (!chat?.isNew) return;
  const members = [{ userId: state.personId, status: 'member' }];
  await post('/control/chats', { title: nameOf(state.personId), type: 'private', members });
}

function takeReply() {
  const given = replyTo === null ? {} : { replyTo: replyTo.messageId };
  setReply(null);
  return given;
}

function sendText() {
  const words = text.value.trim();
  if (words === '' || state.chatId === null) return;
  text.value = '';
  fit();
  hideHints();
  say(words);
}

/** Several files make an album; the words in the text box go with the first. */
async function sendFiles(files) {
  if (files.length === 0 || state.chatId === null) return;
  const caption = text.value.trim() || undefined;
  text.value = '';
  fit();
  try {
    await ensureChat();
    const about = { chatId: state.chatId, fromId: state.personId, ...takeReply() };
    const mediaGroup = files.length > 1 ? crypto.randomUUID() : undefined;
    // One after the other: an album keeps its order.
    for (const [i, file] of files.entries()) {
      await upload(file, { ...about, mediaGroup, caption: i === 0 ? caption : undefined });
    }
  } catch (error) {
    toast(error.message);
  }
}

function fit() {
  text.style.height = 'auto';
  text.style.height = `${Math.min(text.scrollHeight, 160)}px`;
}

function onKey(event) {
  const options = [...hints.children];
  if (!hints.hidden && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
    event.preventDefault();
    chosen = (chosen + (event.key === 'ArrowDown' ? 1 : -1) + options.length) % options.length;
    for (const [i, option] of options.entries()) option.setAttribute('aria-selected', String(i === chosen));
    options[chosen]?.scrollIntoView({ block: 'nearest' });
  } else if (!hints.hidden && (event.key === 'Tab' || (event.key === 'Enter' && chosen >= 0))) {
    event.preventDefault();
    options[Math.max(0, chosen)]?.click();
  } else if (event.key === 'Escape') {
    hideHints();
    setReply(null);
  } else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    sendText();
  }
}

async function showHints() {
  const typed = /^\/(\w*)$/.exec(text.value)?.[1];
  if (typed === undefined || state.chatId === null) return hideHints();
  const commands = await get(`/page/commands?chatId=${state.chatId}&userId=${state.personId}`).catch(() => []);
  const fitting = commands.filter(({ command }) => command.startsWith(typed));
  // The text may have changed while the list came.
  if (fitting.length === 0 || !text.value.startsWith('/')) return hideHints();
  chosen = -1;
  hints.replaceChildren(...fitting.map(renderHint));
  hints.hidden = false;
}

function renderHint({ command, description }) {
  const choose = () => {
    text.value = `/${command} `;
    hideHints();
    text.focus();
  };
  return make(
    'button',
    { type: 'button', role: 'option', 'aria-selected': 'false', onclick: choose },
    make('b', {}, `/${command}`),
    make('span', {}, description),
  );
}

function hideHints() {
  hints.hidden = true;
  hints.replaceChildren();
}

function startDrop() {
  const drop = byId('drop');
  const hasFiles = (event) => event.dataTransfer?.types.includes('Files');
  document.addEventListener('dragover', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    drop.hidden = false;
  });
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) drop.hidden = true;
  });
  document.addEventListener('drop', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    drop.hidden = true;
    sendFiles([...event.dataTransfer.files]);
  });
}
