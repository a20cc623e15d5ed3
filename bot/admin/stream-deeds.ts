import type { Request } from '../../control/dependencies.ts';
import { editCard } from '../announcer/card-message.ts';
import type { Toast } from '../menus/press.ts';
import { askFor } from './ask.ts';
import { change, type Deed, type DeedCall, type DeedOutcome } from './deed.ts';

/** What is done to streams. Steering is the same use cases that the chat of the stream uses. */
export const streamDeeds = {
  skip: {
    rule: 'control-playback',
    run: (call) =>
      steer(call, async (request) => {
        const result = await call.services.control.skip(request);
        return result.type === 'done' ? 'toast-skipped' : refusal(result.type);
      }),
  },
  pause: { rule: 'control-playback', run: (call) => setPaused(call, true) },
  unpause: { rule: 'control-playback', run: (call) => setPaused(call, false) },
  stop: {
    rule: 'control-playback',
    run: (call) =>
      steer(call, async (request) => {
        const result = await call.services.control.stop(request);
        if (result.type === 'forbidden') return refusal(result.type);
        return result.type === 'stopped' ? 'toast-stopped' : 'toast-admin-already-off';
      }),
  },
  resume: {
    rule: 'control-playback',
    run: (call) =>
      steer(call, async (request) => {
        const result = await call.services.control.resume(request);
        if (result.type === 'forbidden') return refusal(result.type);
        if (result.type === 'nothing-kept') return 'toast-admin-nothing-kept';
        return result.type === 'resumed' ? 'toast-resumed' : 'toast-already-on';
      }),
  },
  'open-settings': {
    rule: 'change-settings',
    async run({ services, message, view }) {
      const answer = await services.drawSettings(message.chat.id, Number(view.id), view.locale);
      await editCard(services.api, message.chat.id, message.message_id, answer);
      return { toast: '', view: null };
    },
  },
  'ask-stream-note': { rule: 'manage-streams', run: (call) => askFor(call, 'stream-note') },
  'delete-stream': {
    rule: 'manage-streams',
    run(call) {
      const { services, request, view } = call;
      const deleting = services.control.admin.streams.delete(request, Number(view.id), view.version ?? undefined);
      return change(call, deleting, { card: 'stream', list: 'streams', isDeleting: true });
    },
  },
} as const satisfies Record<string, Deed>;

function setPaused(call: DeedCall, isPaused: boolean): Promise<DeedOutcome> {
  return steer(call, async (request) => {
    const result = await call.services.control.setPaused({ ...request, isPaused });
    if (result.type !== 'done') return refusal(result.type);
    return isPaused ? 'toast-paused' : 'toast-resumed';
  });
}

/** Steers the stream that the view is about; its card in its own chat is redrawn, too. */
async function steer(
  { services, request, view }: DeedCall,
  act: (request: Request) => Promise<Toast>,
): Promise<DeedOutcome> {
  const streamId = Number(view.id);
  const toast = await act({ ...request, streamId });
  services.cards().refresh(streamId, { isUrgent: true });
  return { toast, view: { ...view, screen: 'stream', deed: null } };
}

function refusal(type: 'forbidden' | 'nothing-playing' | 'stale' | 'out-of-range'): Toast {
  if (type === 'forbidden') return { key: 'toast-admin-needs', values: { needs: 'moderator' } };
  return type === 'nothing-playing' ? 'toast-nothing' : 'toast-stale';
}
