import type { MediaServer } from '../media/media-server.ts';
import type { GroupCall, Participant } from '../world/model.ts';
import type { World } from '../world/world.ts';

/** The people who listen on the page. Close it. */
export interface PageListeners {
  /**
   * The person joins the chat's voice chat as a listener; the answer to the browser's offer comes back.
   * @throws RangeError when there is no voice chat; AppError `engine-failed` when the offer cannot be used.
   */
  join(pageId: string, chatId: number, userId: number, offerSdp: string): Promise<string>;
  leave(chatId: number, userId: number): void;
  /** A page has gone: whoever listened there leaves. */
  pageGone(pageId: string): void;
  close(): void;
}

interface Listening {
  readonly pageId: string;
  readonly callId: string;
  readonly userId: number;
  readonly hangUp: () => void;
}

/** Keeps world and media in step for the page's listeners. */
export function createPageListeners(world: World, media: MediaServer): PageListeners {
  const listening = new Set<Listening>();

  function hangUp(one: Listening): void {
    if (listening.delete(one)) one.hangUp();
  }

  function leave(one: Listening): void {
    hangUp(one);
    world.leaveCall(one.callId, one.userId);
  }

  /** Whoever is taken out of the call by others hears nothing any more. */
  function onParticipant(call: GroupCall, { userId }: Participant, change: string): void {
    if (change !== 'left') return;
    for (const one of listening) if (one.callId === call.id && one.userId === userId) hangUp(one);
  }
  function onDiscarded(call: GroupCall): void {
    for (const one of listening) if (one.callId === call.id) hangUp(one);
  }
  world.events.on('participant', onParticipant);
  world.events.on('callDiscarded', onDiscarded);

  return {
    async join(pageId, chatId, userId, offerSdp) {
      const call = world.activeCall(chatId);
      if (call === undefined || call.state !== 'active') throw new RangeError('The voice chat has not begun.');
      const { sdp, close } = await media.listen(call.id, offerSdp);
      // The same person from another page, or again: the new one takes over.
      for (const one of listening) if (one.callId === call.id && one.userId === userId) hangUp(one);
      listening.add({ pageId, callId: call.id, userId, hangUp: close });
      if (!call.participants.has(userId)) world.joinCall(call.id, { userId, source: 0, muted: true, via: 'page' });
      return sdp;
    },
    leave(chatId, userId) {
      const call = world.activeCall(chatId);
      for (const one of listening) if (one.callId === call?.id && one.userId === userId) leave(one);
    },
    pageGone(pageId) {
      for (const one of listening) if (one.pageId === pageId) leave(one);
    },
    close() {
      world.events.off('participant', onParticipant);
      world.events.off('callDiscarded', onDiscarded);
      for (const one of listening) leave(one);
    },
  };
}
