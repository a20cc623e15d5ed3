import { admin, cancel, panel } from '../admin/admin-commands.ts';
import { add } from '../conversations/add-one-by-one.ts';
import { autoEnd } from './auto-end.ts';
import { clear } from './clear.ts';
import type { Command } from './command.ts';
import { history } from './history.ts';
import { loop } from './loop.ts';
import { move } from './move.ts';
import { now } from './now.ts';
import { pause, resume } from './pause.ts';
import { play, playnext } from './play.ts';
import { previous } from './previous.ts';
import { queue } from './queue.ts';
import { remove } from './remove.ts';
import { seek } from './seek.ts';
import { settings } from './settings.ts';
import { shuffle } from './shuffle.ts';
import { skip } from './skip.ts';
import { help, start } from './start.ts';
import { stop } from './stop.ts';
import { undo } from './undo.ts';
import { volume } from './volume.ts';

/** A command's entry in the table. */
export interface CommandEntry {
  /** Does it, and answers. */
  readonly run: Command;
  /** Where it works; elsewhere the answer says so. */
  readonly where: 'groups' | 'anywhere';
  /** Who sees it in the list that Telegram shows behind the slash. */
  readonly listedFor: 'everyone' | 'operators' | 'moderators' | 'nobody';
  /** See {@link addsTracks}. */
  readonly adds?: boolean;
}

/** Every command, by its name; the order is that of the lists. */
export const commands: ReadonlyMap<string, CommandEntry> = new Map<string, CommandEntry>([
  ['play', { run: play, where: 'groups', listedFor: 'everyone', adds: true }],
  ['playnext', { run: playnext, where: 'groups', listedFor: 'operators', adds: true }],
  ['add', { run: add, where: 'groups', listedFor: 'everyone' }],
  ['queue', { run: queue, where: 'groups', listedFor: 'everyone' }],
  ['now', { run: now, where: 'groups', listedFor: 'everyone' }],
  ['skip', { run: skip, where: 'groups', listedFor: 'everyone' }],
  ['previous', { run: previous, where: 'groups', listedFor: 'operators' }],
  ['pause', { run: pause, where: 'groups', listedFor: 'operators' }],
  ['resume', { run: resume, where: 'groups', listedFor: 'operators' }],
  ['seek', { run: seek, where: 'groups', listedFor: 'operators' }],
  ['volume', { run: volume, where: 'groups', listedFor: 'operators' }],
  ['loop', { run: loop, where: 'groups', listedFor: 'operators' }],
  ['move', { run: move, where: 'groups', listedFor: 'operators' }],
  ['remove', { run: remove, where: 'groups', listedFor: 'everyone' }],
  ['shuffle', { run: shuffle, where: 'groups', listedFor: 'operators' }],
  ['clear', { run: clear, where: 'groups', listedFor: 'operators' }],
  ['undo', { run: undo, where: 'groups', listedFor: 'operators' }],
  ['history', { run: history, where: 'groups', listedFor: 'everyone' }],
  ['autoend', { run: autoEnd, where: 'groups', listedFor: 'operators' }],
  ['settings', { run: settings, where: 'groups', listedFor: 'operators' }],
  ['stop', { run: stop, where: 'groups', listedFor: 'operators' }],
  ['admin', { run: admin, where: 'anywhere', listedFor: 'moderators' }],
  ['panel', { run: panel, where: 'anywhere', listedFor: 'moderators' }],
  ['cancel', { run: cancel, where: 'anywhere', listedFor: 'nobody' }],
  ['help', { run: help, where: 'anywhere', listedFor: 'everyone' }],
  ['start', { run: start, where: 'anywhere', listedFor: 'everyone' }],
]);

/** Whether a command adds tracks: those don't wait for what was asked before them, but take their places in the queue in turn. */
export function addsTracks(name: string): boolean {
  return commands.get(name)?.adds === true;
}
