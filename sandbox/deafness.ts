import type { Faults } from './faults.ts';
import type { MediaServer } from './media/media-server.ts';
import type { World } from './world/world.ts';

/** Makes the media server deaf while the fault `media-drop` lasts: in one chat's call, or in all. Returns the function that ends it. */
export function applyMediaDrop(world: World, faults: Faults, media: MediaServer): () => void {
  const deaf = new Set<string | null>();
  return faults.onChange(() => {
    const wanted = new Set<string | null>();
    for (const { kind, chatId } of faults.list()) {
      if (kind !== 'media-drop') continue;
      const call = chatId === undefined ? null : world.activeCall(chatId)?.id;
      if (call !== undefined) wanted.add(call);
    }
    for (const callId of deaf) if (!wanted.has(callId)) media.setDeaf(callId, false);
    for (const callId of wanted) if (!deaf.has(callId)) media.setDeaf(callId, true);
    deaf.clear();
    for (const callId of wanted) deaf.add(callId);
  });
}
