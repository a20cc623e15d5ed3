import type { MediaServer } from '../media/media-server.ts';
import type { Message } from '../world/model.ts';
import type { World } from '../world/world.ts';
import type { EventStream } from './event-stream.ts';
import { viewCalls, viewMessage, viewPeople } from './page-views.ts';

/** Who is heard, and new users, change without an event of the world: looked at this often while a page is open. */
const lookEveryMs = 1000;

/** The watch over the world; close it. */
export interface WorldWatch {
  /** Tells at once what has changed, so that a page that opens now begins where the others are. */
  look(): void;
  close(): void;
}

/** Tells every page what changes. */
export function watchWorld(world: World, media: MediaServer, events: EventStream): WorldWatch {
  const told = new Map<string, string>();

  /** Tells what is so now, if it is not what was told last. */
  function tell(type: 'calls' | 'people', data: unknown): void {
    if (events.pages === 0) {
      // Whoever comes next begins with the whole world.
      told.clear();
      return;
    }
    const text = JSON.stringify(data);
    if (told.get(type) === text) return;
    told.set(type, text);
    events.send({ type, data });
  }
  function tellCalls(): void {
    tell('calls', viewCalls(world, media));
  }
  /** Users and chats have no event for every change; all of them together are small. */
  function tellPeople(): void {
    tell('people', viewPeople(world));
  }
  function look(): void {
    tellPeople();
    tellCalls();
  }

  const onMessage = (message: Message) => {
    // It may be the first of a chat that the page has not heard of.
    tellPeople();
    events.send({ type: 'message', data: viewMessage(message) });
  };
  const onEdited = (message: Message) => events.send({ type: 'edited', data: viewMessage(message) });
  const onDeleted = ({ chatId, messageId }: Message) => events.send({ type: 'deleted', data: { chatId, messageId } });

  world.events.on('message', onMessage);
  world.events.on('messageEdited', onEdited);
  world.events.on('messageDeleted', onDeleted);
  world.events.on('member', tellPeople);
  world.events.on('chatMigrated', tellPeople);
  world.events.on('chatDeleted', tellPeople);
  for (const name of ['callStarted', 'callDiscarded', 'participant'] as const) world.events.on(name, tellCalls);
  const timer = setInterval(look, lookEveryMs);

  return {
    look,
    close() {
      clearInterval(timer);
      world.events.off('message', onMessage);
      world.events.off('messageEdited', onEdited);
      world.events.off('messageDeleted', onDeleted);
      world.events.off('member', tellPeople);
      world.events.off('chatMigrated', tellPeople);
      world.events.off('chatDeleted', tellPeople);
      for (const name of ['callStarted', 'callDiscarded', 'participant'] as const) world.events.off(name, tellCalls);
    },
  };
}
