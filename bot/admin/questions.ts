import type { AdminRequest, FieldError } from '../../control/admin/results.ts';
import type { Action } from '../../control/policy.ts';
import type { MenuServices } from '../menus/menu-services.ts';
import type { Toast } from '../menus/press.ts';
import type { AdminView, ScreenName } from './admin-view.ts';
import { type ChangeResult, expected, toastOf } from './deed.ts';
import { createSearches, type SearchedList } from './searches.ts';

/** What can be asked for. */
export type QuestionName = SearchedList | 'email' | 'user-note' | 'stream-note' | 'title' | 'performer' | 'track-note';

/** An answer, and what it is an answer about. */
export interface AnswerCall {
  readonly services: Pick<MenuServices, 'control' | 'store' | 'texts'>;
  readonly request: AdminRequest;
  readonly view: AdminView;
}

/** What became of an answer. `again`: it cannot be taken, and whoever was asked may try once more. */
export type Answered =
  | { readonly type: 'done'; readonly view: AdminView; readonly said: Toast }
  | { readonly type: 'again'; readonly html: string };

/** A question for words. */
export interface Question {
  readonly rule: Action;
  /** Key of the text that asks. */
  readonly prompt: string;
  /** Whether what is there can be taken away. */
  readonly isErasable: boolean;
  /** Uses the answer. null: take away what is there. */
  readonly use: (call: AnswerCall, answer: string | null) => Promise<Answered>;
}

/** All questions of the administration. */
export const questions: Readonly<Record<QuestionName, Question>> = {
  users: searching('users', 'admin-ask-users'),
  streams: searching('streams', 'admin-ask-streams'),
  tracks: searching('tracks', 'admin-ask-tracks'),
  audit: searching('audit', 'admin-ask-audit'),
  email: changing('manage-people', 'admin-ask-email', 'user', (call, email) => updateUser(call, { email })),
  'user-note': changing('manage-people', 'admin-ask-note', 'user', (call, note) => updateUser(call, { note })),
  'stream-note': changing('manage-streams', 'admin-ask-note', 'stream', ({ services, request, view }, note) =>
    services.control.admin.streams.update(request, Number(view.id), { patch: { note }, ...expected(view) }),
  ),
  title: {
    ...changing('manage-tracks', 'admin-ask-title', 'track', (call, title) =>
      updateTrack(call, { title: title ?? '' }),
    ),
    isErasable: false,
  },
  performer: changing('manage-tracks', 'admin-ask-performer', 'track', (call, performer) =>
    updateTrack(call, { performer }),
  ),
  'track-note': changing('manage-tracks', 'admin-ask-note', 'track', (call, note) => updateTrack(call, { note })),
};

type Change<Patch> = (call: AnswerCall, patch: Patch) => Promise<ChangeResult>;

const updateUser: Change<{ readonly email?: string | null; readonly note?: string | null }> = (call, patch) =>
  call.services.control.admin.users.update(call.request, Number(call.view.id), { patch, ...expected(call.view) });

const updateTrack: Change<{
  readonly title?: string;
  readonly performer?: string | null;
  readonly note?: string | null;
}> = (call, patch) =>
  call.services.control.admin.tracks.update(call.request, call.view.id, { patch, ...expected(call.view) });

/** A question for the words to search. */
function searching(list: SearchedList, prompt: string): Question {
  return {
    rule: 'read-admin',
    prompt,
    isErasable: false,
    async use({ services, request, view }, answer) {
      await createSearches(services.store).write(request.actor.person.id, list, answer ?? '');
      return { type: 'done', view: { ...view, screen: list, page: 1 }, said: '' };
    },
  };
}

/** A question for a new value of a field. */
function changing(
  rule: Action,
  prompt: string,
  card: ScreenName,
  set: (call: AnswerCall, value: string | null) => Promise<ChangeResult>,
): Question {
  return {
    rule,
    prompt,
    isErasable: true,
    async use(call, answer) {
      const result = await set(call, answer);
      if (result.type === 'invalid') {
        return { type: 'again', html: invalidText(call, Object.values(result.fields)[0] ?? { code: 'required' }) };
      }
      const said = toastOf(result);
      return { type: 'done', view: { ...call.view, screen: card }, said: result.type === 'done' ? '' : said };
    },
  };
}

/** What is wrong with an answer. Telegram HTML. */
function invalidText({ services: { texts }, view }: AnswerCall, error: FieldError): string {
  const limit = 'limit' in error ? error.limit : 0;
  const [from, to] = 'from' in error ? [error.from, error.to] : [0, 0];
  return texts.html(view.locale, 'admin-invalid', { code: error.code, limit, from, to });
}
