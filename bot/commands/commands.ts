import type { Command } from './command.ts';
import { now } from './now.ts';
import { play } from './play.ts';
import { queue } from './queue.ts';
import { skip } from './skip.ts';
import { help, start } from './start.ts';
import { stop } from './stop.ts';

/** A command's entry in the table. */
export interface CommandEntry {
  /** Does it, and answers. */
  readonly run: Command;
  /** Where it works; elsewhere the answer says so. */
  readonly where: 'groups' | 'anywhere';
  /** Who sees it in the list that Telegram shows behind the slash. */
  readonly listedFor: 'everyone' | 'operators';
}

/** Every command, by its name; the order is that of the lists. */
export const commands: ReadonlyMap<string, CommandEntry> = new Map<string, CommandEntry>([
  ['play', { run: play, where: 'groups', listedFor: 'everyone' }],
  ['queue', { run: queue, where: 'groups', listedFor: 'everyone' }],
  ['now', { run: now, where: 'groups', listedFor: 'everyone' }],
  ['skip', { run: skip, where: 'groups', listedFor: 'everyone' }],
  ['stop', { run: stop, where: 'groups', listedFor: 'operators' }],
  ['help', { run: help, where: 'anywhere', listedFor: 'everyone' }],
  ['start', { run: start, where: 'anywhere', listedFor: 'everyone' }],
]);
