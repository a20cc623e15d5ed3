import { askFor } from './ask.ts';
import { change, type Deed } from './deed.ts';

/** What is done to tracks. */
export const trackDeeds = {
  'ask-title': { rule: 'manage-tracks', run: (call) => askFor(call, 'title') },
  'ask-performer': { rule: 'manage-tracks', run: (call) => askFor(call, 'performer') },
  'ask-track-note': { rule: 'manage-tracks', run: (call) => askFor(call, 'track-note') },
  'delete-track': {
    rule: 'manage-tracks',
    run(call) {
      const { services, request, view } = call;
      const deleting = services.control.admin.tracks.delete(request, view.id, view.version ?? undefined);
      return change(call, deleting, { card: 'track', list: 'tracks', isDeleting: true });
    },
  },
} as const satisfies Record<string, Deed>;
