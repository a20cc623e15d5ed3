import { reply } from '../reply.ts';
import { askFor } from './ask.ts';
import { type Deed, forbiddenToast } from './deed.ts';
import { panelAnswer } from './panel-link.ts';
import { createSearches, type SearchedList } from './searches.ts';

/** The way into the panel, and what is searched. */
export const homeDeeds = {
  'open-panel': {
    rule: 'read-admin',
    async run({ services, request, message, view }) {
      const answer = await panelAnswer(services, request, view.locale);
      if ('needs' in answer) return { toast: forbiddenToast(answer), view: null };
      await reply(services.api, message, answer);
      return { toast: '', view: null };
    },
  },
  'search-users': { rule: 'read-admin', run: (call) => askFor(call, 'users') },
  'search-streams': { rule: 'read-admin', run: (call) => askFor(call, 'streams') },
  'search-tracks': { rule: 'read-admin', run: (call) => askFor(call, 'tracks') },
  'search-audit': { rule: 'read-admin', run: (call) => askFor(call, 'audit') },
  'forget-search': {
    rule: 'read-admin',
    async run({ services, request, view }) {
      const list = searchedLists.find((it) => it === view.screen);
      if (list !== undefined) await createSearches(services.store).write(request.actor.person.id, list, '');
      return { toast: '', view: { ...view, deed: null, page: 1 } };
    },
  },
} as const satisfies Record<string, Deed>;

const searchedLists: readonly SearchedList[] = ['users', 'streams', 'tracks', 'audit'];
