import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { waitFor } from '../test/fixtures/wait-for.ts';
import { type ConfirmationDependencies, createConfirmations } from './confirmations.ts';

const test = suite('routine answers');
const anchor = { chat: { id: -1 }, message_id: 1 };

/** Confirmations of a chat that is set so or not; `deleted`: ids of messages that went again. */
function stage(deletesConfirmations: boolean, afterMs: number) {
  const deleted: number[] = [];
  const api = {
    sendMessage: async () => ({ message_id: 42 }),
    deleteMessage: async (_chatId: number, messageId: number) => deleted.push(messageId),
  } as unknown as ConfirmationDependencies['api'];
  const settings = { read: async () => ({ deletesConfirmations }) } as unknown as ConfirmationDependencies['settings'];
  return { deleted, confirmations: createConfirmations({ api, settings, log: pino({ level: 'silent' }), afterMs }) };
}

test('they go again where the chat is set so', async () => {
  const { deleted, confirmations } = stage(true, 1);
  await confirmations.say(anchor, { html: 'x' });
  await waitFor(() => deleted.length > 0, { what: 'the deletion' });
  assert.equal(deleted, [42]);
  confirmations.close();
});

test('they stay where it is not, and when the bot stops before', async () => {
  const staying = stage(false, 0);
  await staying.confirmations.say(anchor, { html: 'x' });
  const stopped = stage(true, 20);
  await stopped.confirmations.say(anchor, { html: 'x' });
  stopped.confirmations.close();
  await new Promise((resolve) => setTimeout(resolve, 60));
  assert.equal([staying.deleted, stopped.deleted], [[], []]);
});

test.run();
