import { Api } from 'telegram/tl/index.js';
import type { Faults } from '../faults.ts';
import type { Chat, GroupCall, Participant } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { createSpoiler, type Spoiler } from './participants-spoiler.ts';
import { type ParticipantChange, toCallUpdate, toParticipantsUpdate } from './tl/calls.ts';
import { bareId, isChannel, toChat } from './tl/chats.ts';
import { toUsers } from './tl/users.ts';
import { long } from './wire/bytes.ts';
import { nowSec } from './world-clock.ts';

/** A connection as the pushes see it. */
interface Receiver {
  readonly id: number;
  send(body: Buffer, kind: 'notice'): void;
}

/** Tells the signed-in members what happens in the world. */
export interface Pushes {
  /**
   * Runs `act`, and gives back what it makes the server tell this connection, instead of pushing it there: as with Telegram,
   * the consequences of a call come in its answer. `act` must not wait for anything.
   */
  capture<T>(connectionId: number, act: () => T): { readonly result: T; readonly updates: Api.TypeUpdate[] };
  /** Wraps updates for a viewer, with the chats and users that they speak of. */
  envelop(viewer: number, updates: readonly Api.TypeUpdate[], about: About): Api.Updates;
  /** Sends one update to one connection, whoever is or is not signed in on it. */
  notify(connectionId: number, update: Api.TypeUpdate): void;
  /** Stops listening; what faults hold back is forgotten. */
  close(): void;
}

/** What updates speak of. */
interface About {
  /** Shown as the viewer sees them, with their access hashes. */
  readonly chats?: readonly Chat[];
  readonly userIds?: Iterable<number>;
}

/** Updates are made per viewer, and only for those who are connected. */
type Make = (viewer: number) => readonly Api.TypeUpdate[];

/** What the pushes work on. */
export interface PushOptions {
  readonly world: World;
  readonly faults: Faults;
  /** The connections on which that account is signed in. */
  receiversOf(userId: number): readonly Receiver[];
  /** One connection, whoever is signed in on it. */
  receiver(connectionId: number): Receiver | undefined;
}

/** Begins to listen to the world's events; `close` ends it. */
export function createPushes({ world, faults, receiversOf, receiver }: PushOptions): Pushes {
  // At most one at a time: `act` is synchronous, so nothing else can run meanwhile.
  let capturing: { readonly connectionId: number; readonly updates: Api.TypeUpdate[] } | null = null;
  const spoiler: Spoiler = createSpoiler(faults);

  /** `seq` 0: these updates stand outside of the sequence, so that no client waits for a missing one. */
  function envelop(viewer: number, updates: readonly Api.TypeUpdate[], { chats = [], userIds = [] }: About) {
    return new Api.Updates({
      updates: [...updates],
      users: toUsers(world, userIds, viewer),
      chats: chats.map((chat) => toChat(world, chat, viewer)),
      date: nowSec(world),
      seq: 0,
    });
  }

  /** `spoilable`: the call whose participants faults may touch; an answer is never spoilt. */
  function push(viewer: number, make: Make, about: About, spoilable?: GroupCall): void {
    for (const receiver of receiversOf(viewer)) {
      const updates = make(viewer);
      if (receiver.id === capturing?.connectionId) {
        capturing.updates.push(...updates);
        continue;
      }
      // Rendered now: what is told later still tells of this moment.
      const body = envelop(viewer, updates, about).getBytes();
      const send = () => receiver.send(body, 'notice');
      // One line per call and connection: an update changes places with another of its own only.
      if (spoilable === undefined) send();
      else spoiler.pass(`${spoilable.id}:${receiver.id}`, spoilable.chatId, send);
    }
  }

  /** To everybody in the chat; who is not connected costs nothing. */
  function pushToMembers(chat: Chat, make: Make, about: About = {}): void {
    for (const { userId } of world.members(chat.id)) push(userId, make, { chats: [chat], ...about });
  }

  /** The call as such: started, changed or over. */
  const pushCall = (call: GroupCall) => {
    const chat = world.chat(call.chatId);
    if (chat !== undefined) pushToMembers(chat, (viewer) => [toCallUpdate(world, call, viewer)]);
  };

  /** One participant, at the version that this change has made. */
  const onParticipant = (
    call: GroupCall,
    participant: Participant,
    change: ParticipantChange,
    version: number,
    hiddenFrom?: number,
  ) => {
    const chat = world.chat(call.chatId);
    if (chat === undefined) return;
    // Who was thrown out is no member any more, and is told all the same.
    const viewers = new Set([...world.members(chat.id).map(({ userId }) => userId), participant.userId]);
    if (hiddenFrom !== undefined) viewers.delete(hiddenFrom);
    const about = { chats: [chat], userIds: [participant.userId] };
    for (const viewer of viewers)
      push(viewer, () => [toParticipantsUpdate(call, participant, change, version, viewer)], about, call);
  };

  /** To whom it concerns only: that they came in, were given rights, or see a forbidden chat from now on. */
  const onMember = (
    chat: Chat,
    _before: unknown,
    after: { readonly userId: number },
    _by: number,
    hiddenFrom?: number,
  ) => {
    if (after.userId !== hiddenFrom && chat.type !== 'private')
      push(after.userId, () => [chatUpdate(chat)], { chats: [chat] });
  };

  /** The old group, the new supergroup, and the call that goes on there under the same id. */
  const onMigrated = (from: Chat, to: Chat) => {
    const call = world.activeCall(to.id);
    const updates = (viewer: number) => [
      chatUpdate(from),
      chatUpdate(to),
      ...(call === undefined ? [] : [toCallUpdate(world, call, viewer)]),
    ];
    pushToMembers(to, updates, { chats: [from, to] });
  };

  const onDeleted = (chat: Chat, userIds: readonly number[]) => {
    for (const viewer of userIds) push(viewer, () => [chatUpdate(chat)], { chats: [chat] });
  };

  world.events.on('callStarted', pushCall);
  world.events.on('callDiscarded', pushCall);
  world.events.on('callChanged', pushCall);
  world.events.on('participant', onParticipant);
  world.events.on('member', onMember);
  world.events.on('chatMigrated', onMigrated);
  world.events.on('chatDeleted', onDeleted);

  return {
    capture: (connectionId, act) => {
      const updates: Api.TypeUpdate[] = [];
      capturing = { connectionId, updates };
      try {
        return { result: act(), updates };
      } finally {
        capturing = null;
      }
    },
    envelop,
    notify: (connectionId, update) =>
      receiver(connectionId)?.send(new Api.UpdateShort({ update, date: nowSec(world) }).getBytes(), 'notice'),
    close: () => {
      spoiler.close();
      world.events.off('callStarted', pushCall);
      world.events.off('callDiscarded', pushCall);
      world.events.off('callChanged', pushCall);
      world.events.off('participant', onParticipant);
      world.events.off('member', onMember);
      world.events.off('chatMigrated', onMigrated);
      world.events.off('chatDeleted', onDeleted);
    },
  };
}

/** "This chat is not as you know it": the new state comes along as a chat. */
function chatUpdate(chat: Chat): Api.TypeUpdate {
  const id = long(bareId(chat));
  return isChannel(chat) ? new Api.UpdateChannel({ channelId: id }) : new Api.UpdateChat({ chatId: id });
}
