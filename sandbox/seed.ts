import { join } from 'node:path';
import { composeInBackground } from './demo/compose-in-background.ts';
import type { World } from './world/world.ts';

/** Ids that are the same in every world, so that one can write them into a script. */
export const seedIds = {
  bot: 7_000_000_001,
  assistant: 500_001,
  owner: 1001,
  members: [1002, 1003],
  chat: -1_001_000_000_001,
} as const;

/** The bot and the assistants: without them there is nothing to run against. Does nothing where they are there already. */
export function seedAccounts(world: World, assistants: number): void {
  if (world.bot() === undefined)
    world.addUser({ id: seedIds.bot, firstName: 'Efir', username: 'efir_bot', isBot: true });
  for (let n = world.assistants().length; n < assistants; n += 1) {
    world.addUser({
      id: seedIds.assistant + n,
      firstName: 'Efir on air',
      username: n === 0 ? 'efir_one' : `efir_one_${n + 1}`,
      phone: String(99_966_000_001 + n),
      languageCode: 'en',
      isAssistant: true,
    });
  }
}

/** Seeds a new world: the supergroup "Efir Demo" with its owner "You", two members (one speaks Russian), the bot and the assistants. */
export function seedDemoChat(world: World): void {
  const [english, russian] = seedIds.members;
  const bot = world.bot();
  world.addUser({ id: seedIds.owner, firstName: 'You', username: 'you', languageCode: 'en' });
  world.addUser({ id: english, firstName: 'Olga', username: 'olga', languageCode: 'en' });
  world.addUser({ id: russian, firstName: 'Егор', username: 'egor', languageCode: 'ru' });
  const accounts = [...(bot === undefined ? [] : [bot]), ...world.assistants()];
  world.addChat({
    id: seedIds.chat,
    type: 'supergroup',
    title: 'Efir Demo',
    members: [
      { userId: seedIds.owner, status: 'creator' },
      { userId: english, status: 'member' },
      { userId: russian, status: 'member' },
      ...accounts.map(({ id }) => ({ userId: id, status: 'administrator' }) as const),
    ],
  });
}

/**
 * Composes the demo tracks below `folder` in a process of their own and lets the owner post them into "Efir Demo".
 * @throws AppError `program-missing`, `ingest-failed`; `aborted` by the signal.
 */
export async function seedDemoTracks(world: World, folder: string, signal: AbortSignal): Promise<void> {
  for (const track of await composeInBackground(join(folder, 'demo'), signal)) {
    const media = await world.addFile(track.path, {
      kind: 'audio',
      title: track.title,
      performer: track.performer,
      durationSec: track.durationSec,
    });
    if (signal.aborted) return;
    world.postMessage({ chatId: seedIds.chat, fromId: seedIds.owner, media });
  }
}

/** Whether the owner has posted nothing yet: the first start was cut short, or is this one. */
export function needsDemoTracks(world: World): boolean {
  const hasTracks = world
    .messages(seedIds.chat)
    .some(({ media, fromId }) => media !== undefined && fromId === seedIds.owner);
  return world.chat(seedIds.chat) !== undefined && !hasTracks;
}
