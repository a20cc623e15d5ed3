/** Draws streams as cards. Each part is written in place, and only when it differs. */

import { positionOf } from './streams.js';
import { count, duration, fill, number, show, span, texts } from './texts.js';

const historyMs = 600_000;
const [sparkWidth, sparkHeight] = [160, 40];

/** The title of a stream's chat. */
export function titleOf({ title, streamId }) {
  return title === '' ? fill(texts.untitledChat, { id: streamId }) : title;
}

/** A card: its element, and its parts by their `data-field`. */
export function makeCard() {
  const root = document.getElementById('card').content.firstElementChild.cloneNode(true);
  return {
    root,
    ...Object.fromEntries([...root.querySelectorAll('[data-field]')].map((it) => [it.dataset.field, it])),
  };
}

/** Draws all of a stream. */
export function drawCard(card, stream) {
  const { track, state, pausedFor, liveTitle, isStalled, problem, queue } = stream;
  const isPaused = pausedFor !== null && (state === 'live' || state === 'degraded');
  card.root.dataset.state = isPaused ? 'paused' : state;
  card.root.dataset.playing = track === null ? 'placeholder' : 'track';
  show(card.title, titleOf(stream));
  card.title.title = titleOf(stream);
  show(card.state, isPaused ? texts.paused[pausedFor] : texts.states[state]);
  const name = liveTitle ?? track?.title ?? (isStalled ? texts.stalled : texts.placeholder);
  show(card.track, name);
  card.track.title = name;
  const by = [liveTitle === null ? track?.performer : track?.title];
  if (track?.addedBy) by.push(fill(texts.addedBy, { name: track.addedBy.name }));
  show(card.by, by.filter(Boolean).join(' · '));
  card.problem.hidden = !problem;
  if (problem) show(card.problem, texts.problems[problem] ?? problem);
  drawQueue(card, queue);
  drawListeners(card, stream);
  drawTime(card, stream);
}

/** Draws what changes by itself: the position and how long the stream has been up. */
export function drawTime(card, stream) {
  const { track, metrics, engine, startedAt } = stream;
  const durationMs = track?.durationMs ?? null;
  card.progress.hidden = track === null;
  if (track !== null) {
    const positionMs = positionOf(stream);
    const share = durationMs === null ? 0 : Math.min(1, positionMs / durationMs);
    card.fill.style.transform = `scaleX(${share})`;
    card.bar.setAttribute('aria-valuenow', String(Math.round(share * 100)));
    card.bar.setAttribute('aria-valuetext', duration(positionMs));
    card.bar.hidden = durationMs === null;
    show(card.position, duration(positionMs));
    show(card.duration, durationMs === null ? texts.liveSound : duration(durationMs));
  }
  const small = [
    fill(texts.upFor, { time: span(metrics.uptime) }),
    count(texts.played, metrics.tracksPlayed),
    engine === null ? texts.noEngine : fill(texts.engine, { name: engine }),
  ];
  if (metrics.errorsCount > 0) small.push(count(texts.errors, metrics.errorsCount));
  show(card.small, small.join(' · '));
  card.small.title = new Date(startedAt).toLocaleString(texts.locale);
}

function drawQueue({ next: list, more }, { length, next }) {
  const rows = next.map((item) => [
    item.performer ? `${item.performer} – ${item.title}` : item.title,
    item.durationMs === null ? texts.liveSound : duration(item.durationMs),
  ]);
  while (list.children.length > rows.length) list.lastElementChild.remove();
  rows.forEach((row, i) => {
    if (list.children.length <= i) {
      const line = document.createElement('li');
      line.append(document.createElement('span'), document.createElement('span'));
      list.append(line);
    }
    for (const [j, text] of row.entries()) show(list.children[i].children[j], text);
  });
  const rest = length - next.length;
  show(more, length === 0 ? texts.queueEmpty : rest > 0 ? count(texts.moreInQueue, rest) : '');
}

/** How many listen, and how many did in the last ten minutes. */
export function drawListeners({ listeners, listening, spark }, { metrics, listenerHistory }, now = Date.now()) {
  const present = metrics.listenersCount;
  show(listeners, present === null ? '–' : number(present));
  show(listening, present === null ? texts.listenersUnknown : count(texts.listening, present));
  const points = within(listenerHistory, now - historyMs);
  spark.toggleAttribute('hidden', points.length === 0);
  if (points.length === 0) return;
  const counts = points.map((point) => point.count);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const x = (at) => (((at - now + historyMs) / historyMs) * sparkWidth).toFixed(1);
  const y = (value) => (sparkHeight - 2 - (value / Math.max(most, 1)) * (sparkHeight - 6)).toFixed(1);
  const steps = points.map((point, i) => `${i === 0 ? 'M' : 'H'}${x(point.at)}${i === 0 ? ' ' : 'V'}${y(point.count)}`);
  const line = `${steps.join('')}H${sparkWidth}`;
  spark.children[0].setAttribute('d', `${line}V${sparkHeight}H${x(points[0].at)}Z`);
  spark.children[1].setAttribute('d', line);
  spark.setAttribute('aria-label', fill(texts.historyLabel, { least: number(least), most: number(most) }));
}

/** What is younger than `from`, and how it was then. */
function within(points, from) {
  const first = points.findIndex(({ at }) => at > from);
  const before = first === -1 ? points.at(-1) : points[first - 1];
  const rest = first === -1 ? [] : points.slice(first);
  return before === undefined ? rest : [{ at: from, count: before.count }, ...rest];
}
