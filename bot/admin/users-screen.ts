import type { UserFilter, UserView } from '../../control/admin/users.ts';
import { displayName } from '../texts/display-name.ts';
import { drawList, readSearch } from './list-screen.ts';
import { type DrawScreen, forbiddenScreen, listSize, type ScreenButton, type ScreenCall } from './screen.ts';

/** The filters, by their letter in a view; the empty one shows everybody. */
const filters: readonly { readonly letter: string; readonly key: string; readonly filter: UserFilter }[] = [
  { letter: '', key: 'button-admin-all', filter: {} },
  { letter: 'm', key: 'button-admin-moderators', filter: { role: 'moderator' } },
  { letter: 'a', key: 'button-admin-admins', filter: { role: 'admin' } },
  { letter: 'o', key: 'button-admin-owners', filter: { role: 'owner' } },
  { letter: 'b', key: 'button-admin-blocked', filter: { isBlocked: true } },
];

/** Everybody who has talked to the bot, who was here last first. */
export const drawUsers: DrawScreen = async (call) => {
  const { services, actor, view } = call;
  const { control, texts } = services;
  const search = await readSearch(call, 'users');
  const { filter } = filters.find(({ letter }) => letter === view.filter) ?? { filter: {} };
  const found = await control.admin.users.list(
    { actor },
    { search, filter, sort: 'lastSeenAt', order: 'desc', page: view.page, pageSize: listSize },
  );
  if ('type' in found) return forbiddenScreen(call);
  return drawList(call, found, {
    list: 'users',
    title: texts.html(view.locale, 'admin-users-title'),
    describe: (user) => describeUser(call, user),
    idOf: ({ id }) => String(id),
    opens: 'user',
    search: { words: search, deed: 'search-users' },
    filters: filters.map(({ letter, key }): ScreenButton => {
      const label = texts.plain(view.locale, key);
      const isChosen = letter === view.filter;
      return {
        type: 'go',
        label: isChosen ? `✓ ${label}` : label,
        to: (from) => ({ ...from, deed: null, filter: letter, page: 1 }),
      };
    }),
    back: { screen: 'home' },
  });
};

/** A person as lists show them: name, @username, and what is special about them. Telegram HTML. */
function describeUser({ services: { texts }, view }: ScreenCall, user: UserView): string {
  const parts = [
    texts.html(view.locale, 'admin-name', { name: fullName(user) }),
    ...(user.username === null ? [] : [texts.html(view.locale, 'admin-username', { username: user.username })]),
    ...(user.role === 'user' ? [] : [texts.html(view.locale, 'admin-role', { role: user.role })]),
    ...(user.isBlocked ? [texts.html(view.locale, 'admin-blocked')] : []),
  ];
  return parts.join(' · ');
}

/** First and last name, shortened. Not escaped. */
export function fullName({ firstName, lastName }: Pick<UserView, 'firstName' | 'lastName'>): string {
  return displayName(`${firstName} ${lastName ?? ''}`, 40);
}
