import bigInt from 'big-integer';
import { Api } from 'telegram';
import { BinaryReader } from 'telegram/extensions/index.js';
import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import { toAssistantUpdate, updatesIn } from './updates.ts';

const suite = createSuite('updates');
const id = bigInt(77);
const peer = new Api.PeerChannel({ channelId: bigInt(1_234_567_890) });
const base = { id, accessHash: bigInt(1), participantsCount: 3, unmutedVideoLimit: 30, version: 9 };

/** As it comes over the wire, where absent fields are null. */
function received<T extends { getBytes(): Buffer }>(object: T): unknown {
  return new BinaryReader(object.getBytes()).tgReadObject();
}

suite('reads a call: active, scheduled, discarded, of a chat or of none', () => {
  const call = (update: Api.UpdateGroupCall) => toAssistantUpdate(received(update));
  const active = {
    type: 'call',
    streamId: -1_001_234_567_890,
    callId: '77',
    state: 'active',
    participantsCount: 3,
    version: 9,
  };
  assert.equal(call(new Api.UpdateGroupCall({ peer, call: new Api.GroupCall(base) })), active);
  const scheduled = new Api.GroupCall({ ...base, scheduleDate: 2_000_000_000 });
  assert.equal(call(new Api.UpdateGroupCall({ peer, call: scheduled })), { ...active, state: 'scheduled' });
  const discarded = new Api.GroupCallDiscarded({ id, accessHash: bigInt(1), duration: 5 });
  assert.equal(call(new Api.UpdateGroupCall({ call: discarded })), {
    ...active,
    streamId: null,
    state: 'discarded',
    participantsCount: 0,
    version: 0,
  });
});

suite('reads participants with all that their flags say', () => {
  const participant = new Api.GroupCallParticipant({
    peer: new Api.PeerUser({ userId: bigInt(5) }),
    date: 1,
    source: -3,
    muted: true,
    left: true,
    self: true,
    versioned: true,
  });
  const input = new Api.InputGroupCall({ id, accessHash: bigInt(1) });
  const update = new Api.UpdateGroupCallParticipants({ call: input, participants: [participant], version: 4 });
  assert.equal(toAssistantUpdate(received(update)), {
    type: 'participants',
    callId: '77',
    version: 4,
    participants: [
      {
        peerId: 5,
        source: -3,
        isSelf: true,
        isMuted: true,
        canSelfUnmute: false,
        hasLeft: true,
        hasJustJoined: false,
        isVersioned: true,
        volume: null,
      },
    ],
  });
});

suite('names the chat that changed, and leaves the rest alone', () => {
  const channel = new Api.UpdateChannel({ channelId: bigInt(1_234_567_890) });
  assert.equal(toAssistantUpdate(received(channel)), { type: 'chat', streamId: -1_001_234_567_890 });
  assert.equal(toAssistantUpdate(received(new Api.UpdateChat({ chatId: bigInt(8) }))), { type: 'chat', streamId: -8 });
  assert.is(toAssistantUpdate(received(new Api.UpdateConfig())), null);
  assert.is(toAssistantUpdate(undefined), null);
});

suite('finds the updates in every kind of answer', () => {
  const update = new Api.UpdateConfig();
  const date = 1;
  const many = { updates: [update, update], users: [], chats: [], date, seq: 0 };
  assert.is(updatesIn(new Api.Updates(many)).length, 2);
  assert.is(updatesIn(new Api.UpdatesCombined({ ...many, seqStart: 0 })).length, 2);
  assert.is(updatesIn(new Api.UpdateShort({ update, date })).length, 1);
  assert.is(updatesIn(new Api.UpdatesTooLong()).length, 0);
});

suite.run();
