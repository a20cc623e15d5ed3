import bigInt from 'big-integer';
import { Api } from 'telegram';
import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import { markedChannelId, markedChatId, markedId, parseMarkedId } from './marked-id.ts';

const suite = createSuite('marked id');

suite('marks as the Bot API does', () => {
  assert.is(markedId(new Api.PeerUser({ userId: bigInt(777_000) })), 777_000);
  assert.is(markedId(new Api.PeerChat({ chatId: bigInt(123) })), -123);
  assert.is(markedId(new Api.PeerChannel({ channelId: bigInt(1_234_567_890) })), -1_001_234_567_890);
  assert.is(markedChatId(bigInt(5)), -5);
});

suite('reads back what it marked', () => {
  for (const bare of [1, 1_234_567_890, 997_852_516_352]) {
    const { type, bareId } = parseMarkedId(markedChannelId(bigInt(bare)));
    assert.is(type, 'channel');
    assert.is(Number(bareId), bare);
  }
  assert.is(parseMarkedId(-123).type, 'chat');
  assert.is(Number(parseMarkedId(-123).bareId), 123);
  assert.is(parseMarkedId(42).type, 'user');
});

suite.run();
