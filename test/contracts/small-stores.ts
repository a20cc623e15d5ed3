import type { Test } from 'uvu';
import * as assert from 'uvu/assert';
import type { PlayerInfo } from '../../storage/model.ts';
import type { Command } from '../../storage/store.ts';
import { waitFor } from '../fixtures/wait-for.ts';
import type { StoreUnderTest } from './realtime-store.ts';

/** Players, commands, notes, inbox. */
export function testSmallStores(test: Test, { store, other, stream }: StoreUnderTest): void {
  const player = (playerId: string): PlayerInfo => ({
    playerId,
    assistantId: 99,
    assistantUsername: 'efir_one',
    isConnected: true,
    streams: 3,
  });

  test('players: they are there until they withdraw or are not heard of', async () => {
    await store().players.announce(player('leaves'), 60_000);
    await store().players.announce(player('dies'), 30);
    await store().players.announce({ ...player('stays'), streams: 0 }, 60_000);
    await store().players.announce(player('stays'), 60_000);
    await store().players.withdraw('leaves');
    await waitFor(async () => !(await other().players.list()).some(({ playerId }) => playerId === 'dies'), {
      what: 'the entry to end',
    });
    assert.equal(await other().players.list(), [player('stays')]);
    await store().players.withdraw('stays');
    assert.equal(await other().players.list(), []);
  });

  test('commands: every follower gets each, from its call on', async () => {
    const streamId = stream();
    const commands: Command[] = [
      { type: 'wake', streamId },
      { type: 'join-chat', streamId, inviteLink: 'https://t.me/+abc' },
      { type: 'retry', streamId },
    ];
    await store().commands.send({ type: 'retry', streamId });
    const stopping = new AbortController();
    const followers = [store(), other()].map((each) => {
      const received: Command[] = [];
      const following = each.commands.follow(stopping.signal);
      const ended = (async () => {
        for await (const command of following) received.push(command);
      })();
      return { received, ended };
    });
    await Promise.all([store().ping(), other().ping()]);
    for (const command of commands) await store().commands.send(command);
    for (const { received } of followers) {
      await waitFor(() => received.length >= commands.length, { what: 'the commands' });
      assert.equal(received, commands);
    }
    stopping.abort();
    await Promise.all(followers.map(({ ended }) => ended));
  });

  test('notes: any JSON value, by stream and name', async () => {
    const [one, two] = [stream(), stream()];
    await store().notes.set(one, 'card', { messageId: 5, text: 'Щука' });
    await store().notes.set(one, 'language', 'ru');
    await store().notes.set(two, 'language', null);
    assert.equal(await other().notes.get(one, 'card'), { messageId: 5, text: 'Щука' });
    assert.is(await other().notes.get(one, 'language'), 'ru');
    assert.is(await other().notes.get(two, 'language'), null);
    assert.is(await other().notes.get(two, 'card'), null);
    await store().notes.set(one, 'language', 'en');
    await store().notes.remove(one, 'card');
    assert.is(await other().notes.get(one, 'card'), null);
    assert.is(await other().notes.get(one, 'language'), 'en');
  });

  test('inbox: what is put stays until it is done, and comes back in the order of ids', async () => {
    await store().inbox.put([]);
    await store().inbox.put([
      { id: 10, body: { text: 'Щука' } },
      { id: 9, body: null },
    ]);
    await store().inbox.put([{ id: 11, body: 'later' }]);
    await store().inbox.done(11);
    await store().inbox.done(12);
    assert.equal(await other().inbox.reopen(), [
      { id: 9, body: null },
      { id: 10, body: { text: 'Щука' } },
    ]);
    await store().inbox.done(9);
    await store().inbox.done(10);
    assert.equal(await other().inbox.reopen(), []);
  });

  test('inbox: what is left three times comes no more', async () => {
    await store().inbox.put([{ id: 5, body: 'ends the process' }]);
    const lengths: number[] = [];
    for (let i = 0; i < 4; i += 1) lengths.push((await other().inbox.reopen()).length);
    assert.equal(lengths, [1, 1, 1, 0]);
  });
}
