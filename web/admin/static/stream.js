/** The page of a stream: it follows the stream by itself, its queue can be dragged, and the bar runs. */
import ReconnectingWebSocket from './partysocket.js';

/** Events that change what the page shows; of the position, which runs here by itself, see {@link showProgress}. */
const events = [
  'stream.started',
  'stream.ended',
  'stream.state',
  'track.started',
  'track.ended',
  'track.failed',
  'queue.changed',
  'listeners.changed',
];
/** Events come in groups: one look for all of them. */
const gatherMs = 120;
/** How often to look while there is no connection that would tell. */
const lookMs = 5_000;

const streamId = Number(document.getElementById('live').dataset.stream);
/** Not where it stands: what could not be saved is shown under the address of its form. */
const path = `/admin/streams/${streamId}`;
let isDragging = false;
let isLooking = false;
let looksAgain = false;
let isGathering = false;

/** Fetches the live part anew; what comes meanwhile is looked at afterwards. */
async function look() {
  isGathering = false;
  // Another page has taken its place, as the question which track is meant.
  if (document.getElementById('live') === null) return stop();
  if (isDragging || isLooking) {
    looksAgain = true;
    return;
  }
  isLooking = true;
  try {
    await window.htmx.ajax('GET', path + location.search, {
      target: '#live',
      select: '#live',
      swap: 'outerMorph',
    });
  } finally {
    isLooking = false;
    if (looksAgain) lookSoon();
    looksAgain = false;
  }
}

function lookSoon() {
  if (isGathering) return;
  isGathering = true;
  setTimeout(look, gatherMs);
}

const socket = new ReconnectingWebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/ws`);
socket.addEventListener('open', () => {
  socket.send(JSON.stringify({ type: 'subscribe', events: [...events, 'track.progress'], streams: [streamId] }));
  // What happened while it was closed.
  lookSoon();
});
socket.addEventListener('message', ({ data }) => {
  const { type, data: about } = JSON.parse(data);
  if (type === 'track.progress') showProgress(about);
  else if (type === 'snapshot' || events.includes(type)) lookSoon();
});

/** Whether it was paused by the latest event that says so. */
let isPaused;

/** Where the track is, which may be elsewhere than the bar has run to; a pause changes the buttons, too. */
function showProgress(about) {
  const bar = document.querySelector('#live progress');
  if (bar !== null) moveBar(bar, about.positionMs);
  if (about.isPaused !== isPaused) lookSoon();
  isPaused = about.isPaused;
}

const watch = setInterval(() => {
  if (socket.readyState !== WebSocket.OPEN && !document.hidden) lookSoon();
}, lookMs);

/** There is nothing left here that could follow the stream. */
function stop() {
  clearInterval(watch);
  socket.close();
}

document.addEventListener('htmx:before:swap', (event) => {
  // What was fetched before somebody took hold of a row would take it out of their hand.
  if (!isDragging || event.detail.ctx.sourceElement !== document.body) return;
  event.preventDefault();
  looksAgain = true;
});
document.addEventListener('htmx:after:swap', ({ detail }) => {
  // Signed out: how to sign in is a page of its own, without the navigation.
  if (detail.ctx.response?.status === 401) location.assign(path);
});
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) lookSoon();
});

/** Makes the list draggable; a drop sends the form that the buttons of the row send. */
function prepareQueue() {
  const list = document.querySelector('[data-sortable]');
  if (list === null || list.dataset.isSortable === '1') return;
  list.dataset.isSortable = '1';
  window.Sortable.create(list, {
    handle: '.grip',
    draggable: 'li',
    animation: 120,
    ghostClass: 'ghost',
    // From when it is held on: a row that is drawn anew before it moves cannot be dragged any more.
    onChoose() {
      isDragging = true;
    },
    onUnchoose() {
      isDragging = false;
      lookSoon();
    },
    onEnd({ item, oldDraggableIndex, newDraggableIndex }) {
      if (oldDraggableIndex === newDraggableIndex) return;
      const form = item.querySelector('form[action$="/move"]');
      const from = Number(item.dataset.position);
      form.elements.namedItem('to').value = String(from + newDraggableIndex - oldDraggableIndex);
      form.requestSubmit();
    },
  });
}

prepareQueue();
document.addEventListener('htmx:after:settle', prepareQueue);

/** The bar runs between two looks. */
let shown = { bar: null, value: 0, at: 0 };
setInterval(() => {
  const bar = document.querySelector('#live progress');
  if (bar === null) return;
  const now = performance.now();
  const said = Number(bar.getAttribute('value'));
  if (bar !== shown.bar || said !== shown.value) shown = { bar, value: said, at: now };
  else if (bar.dataset.running === '1') {
    shown = { bar, value: Math.min(said + now - shown.at, bar.max), at: now };
    moveBar(bar, shown.value);
    // As it was written, so that the next comparison is with what was said.
    shown.value = Number(bar.getAttribute('value'));
  } else shown.at = now;
}, 500);

function moveBar(bar, positionMs) {
  bar.value = positionMs;
  const position = bar.parentElement.querySelector('[data-position]');
  if (position !== null) position.textContent = length(bar.value);
}

function length(ms) {
  const seconds = Math.floor(ms / 1_000);
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  const tail = String(seconds % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}
