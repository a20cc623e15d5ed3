/** The status page: a card for each stream, over a connection that comes back by itself. */
import { drawCard, drawListeners, drawTime, makeCard, titleOf } from './card.js';
import ReconnectingWebSocket from './partysocket.js';
import { apply, put, streams } from './streams.js';
import { count, fill, number, show, texts, timeOfDay } from './texts.js';

/** The server says something every two seconds: a line that is silent for longer is dead, and nobody has told us. */
const silenceMs = 7_000;
/** Away for longer than this is offline. */
const patienceMs = 8_000;

const element = (id) => document.getElementById(id);
const cards = new Map();
/** Number of the last event that was applied; null: there is no snapshot yet. */
let seq = null;
let skewMs = 0;
let heardAt = performance.now();
let lostAt = null;
let staleSince = null;

const address = new URL('/api/ws', location.href);
address.protocol = address.protocol.replace('http', 'ws');
const socket = new ReconnectingWebSocket(address.href, [], {
  // Not all at once when a server has restarted.
  minReconnectionDelay: 250 + Math.random() * 500,
  maxReconnectionDelay: 1_500,
  reconnectionDelayGrowFactor: 1.5,
  minUptime: 2_000,
  maxEnqueuedMessages: 0,
});

/** Asks for what came after `since`, or for everything. */
function subscribe(since) {
  socket.send(JSON.stringify({ type: 'subscribe', id: 'status', events: ['*'], ...(since === null ? {} : { since }) }));
}

function lose() {
  lostAt ??= Date.now();
  showConnection();
}

socket.addEventListener('open', () => {
  heardAt = performance.now();
  subscribe(seq);
});
socket.addEventListener('message', ({ data }) => {
  heardAt = performance.now();
  read(JSON.parse(data));
});
socket.addEventListener('close', ({ code }) => {
  lose();
  // Rights have changed: the server shows what there is for us now. Once a minute at most, should it not agree with itself.
  if (code !== 1_008 || Date.now() - Number(sessionStorage.getItem('reloadedAt')) < 60_000) return;
  sessionStorage.setItem('reloadedAt', String(Date.now()));
  location.reload();
});
addEventListener('offline', () => {
  lose();
  // What waits for the other side's answer would wait for minutes.
  socket.reconnect();
});
addEventListener('online', () => socket.reconnect());

function read(message) {
  switch (message.type) {
    case 'hello':
      skewMs = Date.now() - message.at;
      for (const it of document.querySelectorAll('[data-staff]')) it.hidden = message.view === 'public';
      return;
    case 'subscribed':
      if (message.isReplayed) settle();
      return;
    case 'snapshot':
      return takeSnapshot(message);
    case 'metrics':
      return takeFigures(message.data);
    case 'error':
      return console.warn(message.code, message.message);
    default:
      return takeEvent(message);
  }
}

/** We have what there is. */
function settle() {
  lostAt = null;
  showConnection();
}

function takeSnapshot({ seq: latest, at, isFresh, totals, streams: present }) {
  const isFirst = seq === null;
  seq = latest;
  const ids = new Set(present.map(({ streamId }) => streamId));
  for (const id of [...streams.keys()]) if (!ids.has(id)) leave(id);
  for (const stream of present) enter(stream, at, !isFirst);
  takeFigures({ isFresh, totals, streams: [] });
  settle();
}

function takeEvent(message) {
  const { type, streamId, at, data } = message;
  // Of a newer server, or one that we have.
  if (message.seq === undefined || message.seq <= seq) return;
  seq = message.seq;
  if (type === 'stream.started') {
    // Without the stream the server could not read it: then all is asked for.
    if (data.stream === undefined) subscribe(null);
    else enter(data.stream, at, true);
  } else if (type === 'stream.ended') {
    if (streams.get(streamId)?.sessionId === data.sessionId) leave(streamId);
  } else if (type === 'stream.migrated') move(streamId, data.to);
  else apply(message, (id) => drawCard(cards.get(id), streams.get(id)));
}

function takeFigures({ isFresh, totals, streams: figures }) {
  staleSince = isFresh ? null : (staleSince ?? Date.now());
  for (const { streamId, ...metrics } of figures) {
    const stream = streams.get(streamId);
    if (stream !== undefined) stream.metrics = metrics;
  }
  showTotals(totals);
  showConnection();
}

function enter(stream, at, isNews) {
  const { streamId } = stream;
  const isNew = !cards.has(streamId);
  put(stream, at, skewMs);
  if (isNew) cards.set(streamId, makeCard());
  drawCard(cards.get(streamId), streams.get(streamId));
  if (isNew) element('streams').append(cards.get(streamId).root);
  if (isNew && isNews) show(element('news'), fill(texts.appeared, { title: titleOf(stream) }));
  element('empty').hidden = true;
}

function leave(id) {
  const { root } = cards.get(id);
  show(element('news'), fill(texts.ended, { title: titleOf(streams.get(id)) }));
  streams.delete(id);
  cards.delete(id);
  root.classList.add('leaving');
  root.inert = true;
  setTimeout(() => {
    root.remove();
    element('empty').hidden = seq === null || streams.size > 0;
  }, 300);
}

/** A group became a supergroup. */
function move(from, to) {
  for (const map of [streams, cards]) {
    const it = map.get(from);
    if (it === undefined) continue;
    map.delete(from);
    map.set(to, it);
  }
  if (streams.has(to)) streams.get(to).streamId = to;
}

function showTotals({ streamsCount, listenersCount, tracksPlayed, errorsCount }) {
  const totals = { streams: streamsCount, listening: listenersCount, played: tracksPlayed, errors: errorsCount };
  for (const [name, value] of Object.entries(totals)) {
    if (value === undefined) continue;
    show(document.querySelector(`[data-total="${name}"]`), number(value));
    const label = count(texts[name], value).replace(number(value), '').trim();
    show(document.querySelector(`[data-label="${name}"]`), label);
  }
  element('totals').hidden = false;
  element('empty').hidden = streams.size > 0;
}

function showConnection() {
  const { connecting, live, reconnecting, offline, stale } = texts.connection;
  let [state, text] = ['live', live];
  if (lostAt !== null && (Date.now() - lostAt > patienceMs || !navigator.onLine)) {
    [state, text] = ['offline', fill(offline, { time: timeOfDay(lostAt) })];
  } else if (lostAt !== null) [state, text] = ['reconnecting', reconnecting];
  else if (seq === null) [state, text] = ['connecting', connecting];
  else if (staleSince !== null) [state, text] = ['stale', fill(stale, { time: timeOfDay(staleSince) })];
  element('connection').dataset.state = state;
  show(element('connection-text'), text);
}

let seconds = 0;
setInterval(() => {
  seconds += 1;
  if (performance.now() - heardAt > silenceMs) {
    heardAt = performance.now();
    lose();
    socket.reconnect();
  }
  showConnection();
  for (const [id, stream] of streams) {
    if (lostAt === null) stream.metrics.uptime += 1;
    drawTime(cards.get(id), stream);
    if (seconds % 10 === 0) drawListeners(cards.get(id), stream);
  }
}, 1_000);
