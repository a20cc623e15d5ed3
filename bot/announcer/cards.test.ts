import { setTimeout as sleep } from 'node:timers/promises';
import { Api } from 'grammy';
import type { Message } from 'grammy/types';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { NowPlaying } from '../../control/read-queue.ts';
import type { QueueItem } from '../../storage/model.ts';
import type { NoteStore } from '../../storage/store.ts';
import { createTexts } from '../texts/texts.ts';
import type { Advice } from './advice.ts';
import { createCards } from './cards.ts';

const test = suite('cards');
const streamId = -5;
const texts = createTexts();

interface Call {
  readonly method: string;
  readonly text: string | undefined;
  readonly messageId: number | undefined;
}

function item(title: string): QueueItem {
  const source = { type: 'library', path: title } as const;
  const track = { trackId: title, title, performer: null, durationMs: null, source };
  return { itemId: title, track, addedBy: { id: 1, name: 'x' }, addedAt: 0 };
}

function facts(title: string | null, state: NowPlaying['state'] = 'live'): NowPlaying {
  const current = title === null ? null : item(title);
  const playback = {
    streamId,
    isOn: true,
    sessionId: 's',
    isPaused: false,
    generation: 1,
    current,
    positionMs: 0,
    seekSerial: 0,
    startedAt: 0,
  };
  return { playback, state, problem: null, isStalled: false, waitsForListeners: false, queueLength: 0 };
}

/** Cards over a Bot API that notes what it is asked; `now` is what the store says, `refusal` what Telegram says to edits. */
function stage() {
  const calls: Call[] = [];
  const notes = new Map<string, unknown>();
  const state = {
    now: facts('a'),
    advice: null as Advice | null,
    refusal: null as { error_code: number; description: string } | null,
  };
  const api = new Api('1:A');
  let nextId = 100;
  api.config.use(async (_send, method, payload) => {
    const { text, message_id: messageId } = payload as { text?: string; message_id?: number };
    calls.push({ method, text, messageId });
    // Enough for another piece of work to get between, if it may.
    await sleep(2);
    if (method.startsWith('edit') && state.refusal !== null) return { ok: false, ...state.refusal } as never;
    nextId += 1;
    return { ok: true, result: { message_id: nextId } } as never;
  });
  const store: NoteStore = {
    get: async <T>(_streamId: number, name: string) => (notes.get(name) as T | undefined) ?? null,
    set: async (_streamId, name, value) => void notes.set(name, value),
    remove: async (_streamId, name) => void notes.delete(name),
  };
  const cards = createCards({
    api,
    texts,
    notes: store,
    readNowPlaying: async () => state.now,
    readAdvice: async () => state.advice,
    readAssistant: async () => 'efir_one',
    readLocale: async () => (notes.get('language') as 'ru' | undefined) ?? 'en',
    drawControls: async () => [[{ text: '⏭', callback_data: 'now' }]],
    listenersOf: () => null,
    log: pino({ level: 'silent' }),
    now: Date.now,
  });
  return { cards, calls, notes, state };
}

const anchor = { message_id: 9, date: 0, chat: { id: streamId, type: 'supergroup', title: 'x' } } as Message;
const methods = (calls: readonly Call[]) => calls.map(({ method }) => method);

test('placed as an answer, then edited in place when something changed, and only then', async () => {
  const { cards, calls, state, notes } = stage();
  await cards.place(streamId, { anchor });
  assert.equal(notes.get('card'), { messageId: 101, threadId: null });
  state.now = facts('b');
  for (let i = 0; i < 3; i += 1) cards.refresh(streamId, { isUrgent: true });
  await cards.close();
  assert.equal(
    calls.map(({ method, text }) => `${method} ${text}`),
    [
      'sendMessage ▶ Now playing: <b>a</b>\n0:00\n<code>x</code>',
      'editMessageText ▶ Now playing: <b>b</b>\n0:00\n<code>x</code>',
    ],
  );
  assert.is(calls[1]?.messageId, 101);
});

test('a waiting text becomes the card; one that was deleted does not keep it from coming', async () => {
  const { cards, calls, notes, state } = stage();
  await cards.place(streamId, { anchor, messageId: 50 });
  assert.equal(methods(calls), ['editMessageText']);
  assert.equal(notes.get('card'), { messageId: 50, threadId: null });
  state.refusal = { error_code: 400, description: 'Bad Request: message to edit not found' };
  await cards.place(streamId, { anchor, messageId: 51 });
  assert.equal(methods(calls).slice(1), ['editMessageText', 'sendMessage', 'editMessageReplyMarkup']);
});

test('a new card takes the buttons off the old one', async () => {
  const { cards, calls } = stage();
  await cards.place(streamId, { anchor });
  await cards.place(streamId, { anchor });
  assert.equal(methods(calls), ['sendMessage', 'sendMessage', 'editMessageReplyMarkup']);
  assert.is(calls[2]?.messageId, 101);
});

test('without a card nothing is posted, unless the event is worth one', async () => {
  const { cards, calls } = stage();
  cards.refresh(streamId);
  await cards.close();
  assert.equal(calls, []);
  const second = stage();
  second.cards.refresh(streamId, { mayPost: true });
  await second.cards.close();
  assert.equal(methods(second.calls), ['sendMessage']);
});

test('far away: replaced by an event that is worth a message, edited by others', async () => {
  const { cards, calls, state } = stage();
  await cards.place(streamId, { anchor });
  cards.noteMessage(streamId, 121);
  state.now = facts('b');
  cards.refresh(streamId, { mayPost: true, isUrgent: true });
  await sleep(30);
  assert.equal(methods(calls), ['sendMessage', 'editMessageText'], 'twenty messages are not far');
  cards.noteMessage(streamId, 122);
  state.now = facts('c');
  cards.refresh(streamId, { isUrgent: true });
  await sleep(30);
  assert.is(calls[2]?.method, 'editMessageText', 'not worth a message');
  state.now = facts('d');
  cards.refresh(streamId, { mayPost: true, isUrgent: true });
  await cards.close();
  assert.equal(methods(calls.slice(3)), ['sendMessage', 'editMessageReplyMarkup']);
});

test('a deleted card is forgotten, and posted again by what is worth it', async () => {
  const { cards, calls, state, notes } = stage();
  await cards.place(streamId, { anchor });
  state.refusal = { error_code: 400, description: 'Bad Request: message to edit not found' };
  state.now = facts('b');
  cards.refresh(streamId, { isUrgent: true });
  await sleep(30);
  assert.is(notes.get('card'), undefined);
  cards.refresh(streamId, { isUrgent: true, mayPost: true });
  await cards.close();
  assert.equal(methods(calls), ['sendMessage', 'editMessageText', 'sendMessage']);
});

test('a chat that has thrown the bot out is left in peace', async () => {
  const { cards, calls, state } = stage();
  await cards.place(streamId, { anchor });
  state.refusal = { error_code: 403, description: 'Forbidden: bot was kicked from the supergroup chat' };
  state.now = facts('b');
  cards.refresh(streamId, { isUrgent: true, mayPost: true });
  await cards.close();
  assert.equal(methods(calls), ['sendMessage', 'editMessageText']);
});

test('claimed: events wait until it is placed, or let go', async () => {
  const { cards, calls } = stage();
  const claim = cards.claim(streamId);
  cards.refresh(streamId, { isUrgent: true, mayPost: true });
  await sleep(30);
  assert.equal(calls, []);
  await claim.place({ anchor });
  await sleep(30);
  assert.equal(methods(calls), ['sendMessage', 'editMessageText'], 'the event found the card, and posted none');
  const second = cards.claim(streamId);
  second.release();
  cards.refresh(streamId, { isUrgent: true });
  await cards.close();
});

test('it waits for the sound up to a second, and for the reason if there will be none', async () => {
  const { cards, calls, state, notes } = stage();
  state.now = facts('a', 'joining');
  setTimeout(() => {
    state.now = facts('a');
  }, 100);
  await cards.place(streamId, { anchor });
  assert.match(calls[0]?.text ?? '', 'Now playing');
  state.now = facts('a', 'joining');
  await cards.place(streamId, { anchor });
  assert.match(calls[1]?.text ?? '', 'Starting');
  state.now = facts('a', 'blocked');
  setTimeout(() => {
    state.advice = 'bringing-in';
    notes.set('advice', 'bringing-in');
  }, 100);
  await cards.place(streamId, { anchor });
  assert.match(calls.at(-2)?.text ?? '', 'Bringing in @efir_one');
});

test('what radio says is shown while that radio plays, and not of what comes after it', async () => {
  const { cards, calls, state } = stage();
  state.now = facts('Radio');
  const { generation } = state.now.playback;
  cards.setLiveTitle(streamId, { generation, title: 'So What' });
  await cards.place(streamId, { anchor });
  assert.match(calls[0]?.text ?? '', 'Radio</b>\nSo What');
  state.now = { ...facts('b'), playback: { ...facts('b').playback, generation: generation + 1 } };
  cards.refresh(streamId, { isUrgent: true });
  await cards.close();
  assert.not.match(calls[1]?.text ?? '', 'So What');
});

test('it speaks the language of the chat’s music', async () => {
  const { cards, calls, notes } = stage();
  notes.set('language', 'ru');
  await cards.place(streamId, { anchor });
  assert.match(calls[0]?.text ?? '', 'Сейчас играет');
});

test('an error of Telegram’s that nobody expects ends one edit, not the line', async () => {
  const { cards, calls, state } = stage();
  await cards.place(streamId, { anchor });
  state.refusal = { error_code: 400, description: "Bad Request: can't parse entities" };
  state.now = facts('b');
  cards.refresh(streamId, { isUrgent: true });
  await sleep(30);
  state.refusal = null;
  state.now = facts('c');
  cards.refresh(streamId, { isUrgent: true });
  await cards.close();
  assert.match(calls.at(-1)?.text ?? '', 'c');
});

test.run();
