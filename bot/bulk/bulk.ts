import type { Bulk } from '../commands/bulk.ts';
import type { BotServices } from '../services.ts';
import type { Extension } from '../updates/extension.ts';
import { addMany } from './add-many.ts';
import { createAlbumMemory } from './album-memory.ts';
import { choiceData, offerChoices, pressChoice } from './choices.ts';
import { noticeAlbum, readQueries } from './read-queries.ts';

/** {@link Bulk}, with what it keeps. */
export interface RunningBulk extends Bulk {
  /** Resolves when all it has seen is written down. */
  close(): Promise<void>;
}

/** Creates it. `services`: asked for when something is added, as they hold what is created here. */
export function createBulk(
  { store, log, now }: Pick<BotServices, 'store' | 'log' | 'now'>,
  services: () => BotServices,
): RunningBulk {
  const albums = createAlbumMemory({ notes: store.notes, log, now });
  return {
    notice: (message) => noticeAlbum(albums, message),
    readQueries: (call) => readQueries(albums, call),
    addMany: (call, queries, place) => addMany(services(), call, queries, place),
    offerChoices: (call, choices, place) => offerChoices(services(), call, choices, place),
    close: albums.close,
  };
}

/** Leads presses to the choices. */
export const choiceExtension: Extension = (composer, services) => {
  composer.callbackQuery(choiceData, pressChoice(services));
};
