import { z } from 'zod';
import type { MediaServer } from '../media/media-server.ts';
import type { GroupCall } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { actOnAssistant } from './assistant-actions.ts';
import { ControlError, check, readJson } from './http-json.ts';
import { joinListener, setListenerCount, simulatedListeners } from './listeners.ts';
import { creatorOf } from './people-routes.ts';
import type { Route } from './route.ts';
import { showCall } from './show.ts';

/** Body of POST /calls/:chatId. `signal` and `assistantId` matter to what is done to the assistant. */
const action = z.strictObject({
  action: z.enum([
    'start',
    'discard',
    'mute-assistant',
    'unmute-assistant',
    'kick-assistant',
    'displace-assistant',
    'schedule',
  ]),
  signal: z.enum(['chat', 'participant', 'both']).default('both'),
  title: z.string().max(64).optional(),
  assistantId: z.number().int().optional(),
});
/** Body of POST /calls/:chatId/listeners; several fields are done in this order. */
const listeners = z.strictObject({
  join: z.number().int().optional(),
  leave: z.number().int().optional(),
  count: z.number().int().min(0).max(5000).optional(),
});
/** How long to listen. */
const seconds = z.coerce.number().min(0.02).max(600).default(5);

/** Voice chats: what happens to them, who listens, what is heard. */
export function callRoutes(world: World, media: MediaServer): readonly Route[] {
  // A scheduled call has nobody in it and nothing to hear.
  const requireCall = (chatId: number): GroupCall => {
    const call = world.activeCall(chatId);
    if (call === undefined || call.state !== 'active')
      throw new ControlError(409, 'There is no voice chat in this chat.');
    return call;
  };
  return [
    {
      method: 'POST',
      // Answers with the call as it is afterwards.
      path: '/calls/:chatId',
      run: async ({ request, number }) => {
        const chatId = number('chatId');
        act(world, chatId, await readJson(request, action));
        return showCall(world, media, world.activeCall(chatId));
      },
    },
    {
      method: 'POST',
      // Answers with the number of listeners that the control API has put there.
      path: '/calls/:chatId/listeners',
      run: async ({ request, number }) => {
        const { join, leave, count } = await readJson(request, listeners);
        const call = requireCall(number('chatId'));
        if (join !== undefined) {
          if (world.user(join) === undefined) throw new ControlError(404, `There is no user ${join}.`);
          joinListener(world, call, join);
        }
        if (leave !== undefined && !world.leaveCall(call.id, leave))
          throw new ControlError(404, `User ${leave} is not in the voice chat.`);
        if (count !== undefined) setListenerCount(world, call, count);
        return { count: simulatedListeners(world, call).length };
      },
    },
    {
      method: 'GET',
      // Who is in it and whether their media arrives.
      path: '/calls/:chatId',
      run: ({ number }) => {
        const chatId = number('chatId');
        if (world.chat(chatId) === undefined) throw new ControlError(404, `There is no chat ${chatId}.`);
        return showCall(world, media, world.activeCall(chatId));
      },
    },
    {
      method: 'GET',
      // Listens from now on, so the answer takes as long as what is heard.
      path: '/calls/:chatId/audio',
      run: async ({ number, query, response }) => {
        const length = check(query.get('seconds') ?? undefined, seconds);
        const wav = await media.recordWav(requireCall(number('chatId')).id, length);
        response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': wav.byteLength });
        response.end(wav);
      },
    },
    {
      method: 'GET',
      // The same for the packets.
      path: '/calls/:chatId/rtp',
      run: ({ number, query }) => {
        const length = check(query.get('seconds') ?? undefined, seconds);
        return media.measureRtp(requireCall(number('chatId')).id, length);
      },
    },
  ];
}

/** What an administrator of the chat does: its owner, or whoever else may manage video chats. */
function act(world: World, chatId: number, given: z.output<typeof action>): void {
  const chat = world.chat(chatId);
  if (chat === undefined || chat.type === 'private')
    throw new ControlError(404, `There is no chat ${chatId} that can have a voice chat.`);
  if (chat.migratedTo !== undefined) throw new ControlError(409, `That group is now supergroup ${chat.migratedTo}.`);
  const by =
    creatorOf(world, chatId) ?? world.members(chatId).find(({ canManageVideoChats }) => canManageVideoChats)?.userId;
  if (by === undefined) throw new ControlError(409, 'Nobody in this chat may manage voice chats.');
  const open = world.activeCall(chatId);
  const about = given.title === undefined ? {} : { title: given.title };
  switch (given.action) {
    case 'start':
      if (open?.state === 'active') throw new ControlError(409, 'There is a voice chat already.');
      world.startCall(chatId, by, about);
      return;
    case 'schedule':
      if (open !== undefined) throw new ControlError(409, 'There is a voice chat already.');
      world.startCall(chatId, by, { ...about, scheduled: true });
      return;
    case 'discard':
      if (open === undefined) throw new ControlError(409, 'There is no voice chat in this chat.');
      world.discardCall(open.id, by);
      return;
    default:
      actOnAssistant(world, chatId, given.action, { assistantId: given.assistantId, signal: given.signal, by });
  }
}
