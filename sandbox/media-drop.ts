import type { Faults } from './faults.ts';
import type { MediaServer } from './media/media-server.ts';
import type { World } from './world/world.ts';

/**
 * Makes the media server deaf for as long as a fault `media-drop` is active: one with a chat for that chat's call, also a call
 * that starts later; one without for all. It is a state, not an event: without `seconds` it holds until it is deleted. Returns
 * what ends it.
 */
export function applyMediaDrop(world: World, faults: Faults, media: Pick<MediaServer, 'setDeaf'>): () => void {
  let deafCalls = new Set<string>();
  const look = () => {
    const active = faults.list().filter(({ kind }) => kind === 'media-drop');
    media.setDeaf(
      null,
      active.some(({ chatId }) => chatId === undefined),
    );
    const wanted = new Set<string>();
    for (const { chatId } of active) {
      const call = chatId === undefined ? undefined : world.activeCall(chatId);
      if (call !== undefined) wanted.add(call.id);
    }
    for (const id of wanted) if (!deafCalls.has(id)) media.setDeaf(id, true);
    for (const id of deafCalls) if (!wanted.has(id)) media.setDeaf(id, false);
    deafCalls = wanted;
  };
  const stop = faults.onChange(look);
  world.events.on('callStarted', look);
  return () => {
    stop();
    world.events.off('callStarted', look);
  };
}
