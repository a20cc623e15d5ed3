import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import { waitFor } from '../../test/fixtures/wait-for.ts';
import type { FoundChat } from '../assistant/known-chats.ts';
import { createChatLook } from './chat-look.ts';

const suite = createSuite('chat look');

/** A look at a chat that Telegram answers as the test says. */
function stage(answer: () => Promise<FoundChat>, everyMs = 100) {
  const found: FoundChat[] = [];
  const errors: unknown[] = [];
  let looks = 0;
  const look = createChatLook({
    assistant: {
      findChat: () => {
        looks += 1;
        return answer();
      },
    },
    streamId: -5,
    onFound: (one) => found.push(one),
    onError: (error) => errors.push(error),
    everyMs,
  });
  return { look, found, errors, looks: () => looks };
}

suite('looks at the first change at once, and once for all that follow soon', async () => {
  const { look, found, looks } = stage(async () => ({ type: 'missing' }));
  look.request();
  await waitFor(() => found.length === 1, { what: 'the first look' });
  for (let change = 0; change < 20; change += 1) look.request();
  assert.is(looks(), 1, 'not yet again');
  await waitFor(() => found.length === 2, { what: 'the second look' });
  await new Promise((resolve) => setTimeout(resolve, 250));
  assert.is(looks(), 2);
  look.stop();
});

suite('tells why it could not look, and looks again at the next change', async () => {
  let isAway = true;
  const { look, found, errors } = stage(async () => {
    if (isAway) throw new Error('away');
    return { type: 'banned' };
  }, 10);
  look.request();
  await waitFor(() => errors.length === 1, { what: 'the error' });
  isAway = false;
  look.request();
  await waitFor(() => found.length === 1, { what: 'the chat' });
  assert.equal(found, [{ type: 'banned' }]);
  look.stop();
});

suite('says nothing after it was stopped', async () => {
  const answer = Promise.withResolvers<FoundChat>();
  const { look, found, looks } = stage(() => answer.promise, 0);
  look.request();
  await waitFor(() => looks() === 1, { what: 'the look' });
  look.stop();
  look.request();
  answer.resolve({ type: 'missing' });
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.equal(found, []);
  assert.is(looks(), 1);
});

suite.run();
