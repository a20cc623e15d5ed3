import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { NowPlaying, QueuePage } from '../../control/read-queue.ts';
import type { Playback, QueueItem } from '../../storage/model.ts';
import { createTexts } from '../texts/texts.ts';
import { drawCard } from './card-view.ts';
import { drawQueueHtml } from './queue-view.ts';

const test = suite('views');
const texts = createTexts();

function item(title: string, performer: string | null, durationMs: number | null, name = '@olga'): QueueItem {
  const track = { trackId: 't', title, performer, durationMs, source: { type: 'library', path: 't' } } as const;
  return { itemId: 'i', track, addedBy: { id: 1, name }, addedAt: 0 };
}

const soWhat = item('So What', 'Miles Davis', 562_000);

function now(playback: Partial<Playback>, more: Partial<NowPlaying> = {}): NowPlaying {
  const base: Playback = {
    streamId: -1,
    isOn: true,
    sessionId: 's',
    isPaused: false,
    generation: 7,
    current: soWhat,
    positionMs: 250_000,
    seekSerial: 0,
    startedAt: 0,
  };
  return {
    playback: { ...base, ...playback },
    state: 'live',
    problem: null,
    isStalled: false,
    waitsForListeners: false,
    queueLength: 0,
    ...more,
  };
}

const nothingMore = { advice: null, assistant: 'efir_one', listeners: null, liveTitle: null, isAsking: false } as const;
const controls = [[{ text: '⏸', callback_data: 'now' }]];
const card = (facts: NowPlaying, more: Partial<Parameters<typeof drawCard>[2]> = {}) =>
  drawCard(texts, 'en', { now: facts, ...nothingMore, controls, ...more });
const faces = (answer: { keyboard?: readonly (readonly { text: string }[])[] }) =>
  (answer.keyboard ?? []).flat().map(({ text }) => text);

test('the card of what plays: the bar, the time, who added it, who listens, and the controls', () => {
  const drawn = card(now({}), { listeners: 23 });
  assert.equal(drawn.html.split('\n'), [
    '▶ Now playing: <b>Miles Davis – So What · 9:22</b>',
    '▰▰▰▰▱▱▱▱ 4:10 / 9:22',
    '<code>@olga</code> · 23 listening',
  ]);
  assert.equal(faces(drawn), ['⏸']);
});

test('paused, and asked whether to stop', () => {
  const drawn = card(now({ isPaused: true }), { isAsking: true });
  assert.match(drawn.html, /^⏸ Paused: <b>Miles Davis – So What · 9:22<\/b>/);
  assert.match(drawn.html, /\n\nStop the music and leave the voice chat\? The queue is kept\.$/);
});

test('endless things have no bar; radio says what it plays', () => {
  const endless = now({ current: item('Radio', null, null) });
  assert.equal(card(endless, { liveTitle: 'Nina <Simone>' }).html.split('\n'), [
    '▶ Now playing: <b>Radio</b>',
    'Nina &lt;Simone&gt;',
    '4:10',
    '<code>@olga</code>',
  ]);
});

test('before it sounds, the card says so and has no buttons', () => {
  const drawn = card(now({}, { state: 'joining' }));
  assert.is(drawn.html, '⏳ Starting: <b>Miles Davis – So What · 9:22</b>');
  assert.equal(faces(drawn), []);
});

test('stalled: what is current waits, and the card does not claim that it plays', () => {
  const drawn = card(now({}, { isStalled: true }), { listeners: 23 });
  assert.equal(drawn.html.split('\n'), [
    '⚠ Waiting: <b>Miles Davis – So What · 9:22</b>',
    'What came before it could not be played. /resume tries this one.',
    '<code>@olga</code> · 23 listening',
  ]);
});

test('paused while nobody listens: the card and the queue do not claim that it plays', () => {
  assert.match(card(now({}, { waitsForListeners: true })).html, /^⏸ Until somebody listens: <b>Miles Davis/);
  assert.match(card(now({ isPaused: true }, { waitsForListeners: true })).html, /^⏸ Paused/);
  assert.match(drawQueueHtml(texts, 'en', page({ waitsForListeners: true }), 0), /^⏸ /);
});

test('nothing queued: the placeholder; something queued: it is coming', () => {
  assert.match(card(now({ current: null })).html, 'The queue is empty');
  assert.match(card(now({ current: null }, { queueLength: 2 })).html, 'Coming to the voice chat');
  assert.match(card(now({ current: null }, { state: 'joining' })).html, 'Coming to the voice chat');
});

test('off the air: what is kept, and a way on', () => {
  const kept = card(now({ isOn: false }, { queueLength: 2 }));
  assert.is(kept.html, '⏹ Off the air. The queue is kept (3 tracks).');
  assert.equal(faces(kept), ['▶ Resume']);
  assert.equal(faces(card(now({ isOn: false, current: null }))), []);
});

test('what keeps it off the air, and a way to try again', () => {
  const drawn = card(now({}, { state: 'blocked' }), { advice: 'assistant-missing' });
  assert.is(
    drawn.html,
    "To play here I need a helper account, @efir_one, in this group. Make me an admin who can invite people and I'll bring it in myself.",
  );
  assert.equal(faces(drawn), ['Try again']);
  const unnamed = card(now({}), { advice: 'may-not-speak', assistant: null });
  assert.match(unnamed.html, 'my helper account');
});

test('HTML in titles is text', () => {
  assert.match(card(now({ current: item('<b>x', 'A & B', null) })).html, 'A &amp; B – &lt;b&gt;x');
});

const page = (more: Partial<QueuePage> & { playback?: Playback }): QueuePage => ({
  ...now({}),
  rows: [
    { position: 1, item: item('Sinnerman', 'Nina Simone', 619_000), startsInMs: 300_000 },
    { position: 2, item: item('Take Five', null, null, 'Егор'), startsInMs: null },
  ],
  page: 0,
  pageCount: 1,
  queueLength: 2,
  totalMs: 3_480_000,
  ...more,
});

test('the queue as UX.md draws it', () => {
  const html = drawQueueHtml(texts, 'en', page({}), 23);
  assert.equal(html.split('\n'), [
    '🎵 <b>So What · Miles Davis</b>',
    '▰▰▰▰▱▱▱▱ 4:10 / 9:22',
    '',
    '1. Sinnerman · Nina Simone  10:19  in 5 min  <code>@olga</code>',
    '2. Take Five  <code>Егор</code>',
    '',
    '2 tracks · 58 min · 23 listening',
  ]);
});

test('stalled: the queue has no bar and no times', () => {
  const rows = [{ position: 1, item: item('Take Five', null, 324_000), startsInMs: null }];
  const html = drawQueueHtml(texts, 'en', page({ isStalled: true, rows, queueLength: 1, totalMs: 324_000 }), 2);
  assert.equal(html.split('\n').slice(0, 3), [
    '⚠ Waiting: <b>So What · Miles Davis</b>',
    '',
    '1. Take Five  5:24  <code>@olga</code>',
  ]);
});

test('an empty queue says how to fill it', () => {
  const empty = { rows: [], queueLength: 0, totalMs: 0 };
  assert.match(drawQueueHtml(texts, 'ru', page(empty), 1), /So What[\s\S]*Дальше пусто[\s\S]*1 слушатель/);
  const off = now({ isOn: false, current: null }).playback;
  assert.is(
    drawQueueHtml(texts, 'en', page({ ...empty, playback: off }), null),
    'The queue is empty. Answer an audio message with /play to begin.',
  );
});

test('off the air: what is kept, without times', () => {
  const off = now({ isOn: false }).playback;
  const rows = [{ position: 1, item: item('Sinnerman', null, 619_000), startsInMs: null }];
  const drawn = drawQueueHtml(texts, 'en', page({ playback: off, rows, queueLength: 1, totalMs: 619_000 }), 5);
  assert.equal(drawn.split('\n'), [
    '⏹ Off the air. This is kept:',
    '⏸ <b>So What · Miles Davis</b>',
    '',
    '1. Sinnerman  10:19  <code>@olga</code>',
    '',
    '1 track · 10 min',
  ]);
});

test('a page of the longest titles fits into a message', () => {
  const long = item('Ж'.repeat(500), 'П'.repeat(500), 3_600_000, '@'.padEnd(33, 'x'));
  const rows = Array.from({ length: 8 }, (_, i) => ({ position: 9_990 + i, item: long, startsInMs: 9e8 }));
  assert.ok(drawQueueHtml(texts, 'ru', page({ rows, pageCount: 1250, page: 7 }), 100_000).length < 4_096);
});

test.run();
