import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadConfig } from '../config.ts';
import type { Control } from '../control/control.ts';
import { AppError } from '../errors.ts';
import type { RealtimeStore } from '../storage/store.ts';
import { type BotRoom, startBotRoom } from '../test/fixtures/bot-room.ts';
import { waitFor } from '../test/fixtures/wait-for.ts';
import { createBot } from './create-bot.ts';

const test = suite('the bot as a whole');
const log = pino({ level: 'silent' });

/** For a bot that never gets as far as to use them. */
const unused = { control: {} as Control, store: {} as RealtimeStore, log };

async function answering(status: number, body: unknown): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

test('without a token, or with one that Telegram does not know: a configuration error that names it', async () => {
  try {
    createBot({ config: loadConfig({}), ...unused });
    assert.unreachable();
  } catch (error) {
    assert.ok(error instanceof AppError && error.code === 'config-invalid' && error.message.startsWith('BOT_TOKEN'));
  }
  const { server, url } = await answering(401, { ok: false, error_code: 401, description: 'Unauthorized' });
  const bot = createBot({ config: loadConfig({ BOT_TOKEN: '1:AA', BOT_API_ROOT: url }), ...unused });
  const error = await bot.start().catch((it: unknown) => it);
  assert.ok(error instanceof AppError && error.code === 'config-invalid' && error.message.startsWith('BOT_TOKEN'));
  await bot.stop();
  await close(server);
});

test('a stop ends the wait for a Telegram that is away', async () => {
  const { server, url } = await answering(502, { ok: false, error_code: 502, description: 'Bad Gateway' });
  const bot = createBot({ config: loadConfig({ BOT_TOKEN: '1:AA', BOT_API_ROOT: url }), ...unused });
  const started = bot.start();
  assert.is(bot.isReady(), false);
  await bot.stop();
  await started;
  await close(server);
});

test('a second bot takes over where the first stopped: nothing is answered twice, nothing is left out', async () => {
  const room: BotRoom = await startBotRoom();
  try {
    const olga = room.person('Olga');
    const chat = await room.group(olga);
    await chat.ask(olga, '/play first', /Now playing: first/);
    await room.bot.stop();
    const asked = chat.say(olga, '/play second');
    const second = createBot({ config: room.config, control: room.control, store: room.store, log });
    await second.start();
    await waitFor(() => second.isReady(), { what: 'the second bot' });
    await chat.answer(asked, /Added at 1: second/);
    await chat.ask(olga, '/queue', /1\. second/);
    assert.is(chat.heard(0).filter(({ text }) => /Now playing: first/.test(text ?? '')).length, 1);
    await second.stop();
    assert.is(second.isReady(), false);
  } finally {
    await room.close();
  }
});

test.run();
