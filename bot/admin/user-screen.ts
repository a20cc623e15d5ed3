import type { UserView } from '../../control/admin/users.ts';
import type { Role } from '../../control/dependencies.ts';
import { may } from '../../control/policy.ts';
import { displayName } from '../texts/display-name.ts';
import { displayMoment } from './display-moment.ts';
import {
  type DrawScreen,
  doButton,
  forbiddenScreen,
  goButton,
  goneScreen,
  type Screen,
  type ScreenCall,
} from './screen.ts';
import { fullName } from './users-screen.ts';

/** Draws a screen about a person who is there. */
type DrawUser = (call: ScreenCall, user: UserView) => Screen;

/** Makes a screen of one about a person: looks the person up first. */
function aboutUser(draw: DrawUser): DrawScreen {
  return async (call) => {
    const found = await call.services.control.admin.users.find({ actor: call.actor }, Number(call.view.id));
    if (found.type === 'forbidden') return forbiddenScreen(call);
    if (found.type === 'not-found') return goneScreen(call, 'users');
    const screen = draw(call, found.value);
    return { ...screen, mend: { version: found.value.version } };
  };
}

/** A person's card: what is known, and what the one who looks may do about it. */
export const drawUser = aboutUser((call, user) => {
  const { services, actor, view } = call;
  const mayManage = services.control.admin.users.mayManage({ actor }, user);
  const back = goButton(call, 'button-back', { screen: 'users', id: '', version: null });
  const theirDeeds = goButton(call, 'button-admin-deeds', { screen: 'audit', page: 1, filter: '', about: view.id });
  // Email and note are one's own, too; everything else is for those who stand higher.
  const isSelf = actor.person.id === user.id && may(actor, 'manage-people');
  const words = [
    doButton(call, 'button-admin-email', 'ask-email'),
    doButton(call, 'button-admin-note', 'ask-user-note'),
  ];
  return {
    html: describe(call, user),
    rows: [
      mayManage
        ? [
            goButton(call, 'button-admin-role', { screen: 'user-role' }),
            user.isBlocked
              ? doButton(call, 'button-admin-unblock', 'unblock')
              : goButton(call, 'button-admin-block', { screen: 'user-block-sure' }),
          ]
        : [],
      mayManage || isSelf ? words : [],
      [theirDeeds, ...(mayManage ? [goButton(call, 'button-admin-delete', { screen: 'user-delete-sure' })] : [])],
      [back],
    ],
  };
});

/** Which role they shall have. Roles that the one who looks may not give are not offered. */
export const drawUserRole = aboutUser((call, user) => {
  const { services, actor, view } = call;
  const offered: readonly Role[] = may(actor, 'manage-admins') ? ['user', 'moderator', 'admin'] : ['user', 'moderator'];
  return {
    html: `${describe(call, user)}\n\n${services.texts.html(view.locale, 'admin-role-question')}`,
    rows: [
      ...offered
        .filter((role) => role !== user.role)
        .map((role) => [goButton(call, 'button-admin-role-to', { screen: 'user-role-sure', about: role }, { role })]),
      [goButton(call, 'button-back', { screen: 'user' })],
    ],
  };
});

/** Are you sure: a role, a block, the end of a row. */
export const drawUserRoleSure = aboutUser((call, user) =>
  ask(call, user, {
    question: call.services.texts.html(call.view.locale, 'admin-role-sure', {
      name: fullName(user),
      from: user.role,
      to: call.view.about,
    }),
    yes: doButton(call, 'button-admin-role-yes', 'change-role'),
  }),
);
/** @see drawUserRoleSure */
export const drawUserBlockSure = aboutUser((call, user) =>
  ask(call, user, {
    question: call.services.texts.html(call.view.locale, 'admin-block-sure', { name: fullName(user) }),
    yes: doButton(call, 'button-admin-block-yes', 'block'),
  }),
);
/** @see drawUserRoleSure */
export const drawUserDeleteSure = aboutUser((call, user) =>
  ask(call, user, {
    question: call.services.texts.html(call.view.locale, 'admin-user-delete-sure', { name: fullName(user) }),
    yes: doButton(call, 'button-admin-delete-yes', 'delete-user'),
  }),
);

function ask(
  call: ScreenCall,
  user: UserView,
  { question, yes }: { readonly question: string; readonly yes: ReturnType<typeof doButton> },
): Screen {
  return {
    html: `${describe(call, user)}\n\n${question}`,
    rows: [[yes, goButton(call, 'button-back', { screen: 'user', about: '' })]],
  };
}

/** What is known of a person, a line for each thing. Telegram HTML. */
function describe({ services: { texts }, view: { locale } }: ScreenCall, user: UserView): string {
  const line = (key: string, values: Readonly<Record<string, string>>) => [texts.html(locale, key, values)];
  return [
    ...line('admin-user-head', { name: fullName(user) }),
    ...(user.username === null ? [] : line('admin-username', { username: user.username })),
    ...line('admin-id', { id: String(user.id) }),
    ...line('admin-user-role', { role: user.role }),
    ...(user.isBlocked ? line('admin-user-blocked', {}) : []),
    ...(user.email === null ? [] : line('admin-user-email', { email: displayName(user.email) })),
    ...(user.note === null ? [] : line('admin-note', { note: displayName(user.note, 300) })),
    ...line('admin-seen', {
      first: displayMoment(locale, user.firstSeenAt),
      last: displayMoment(locale, user.lastSeenAt),
    }),
  ].join('\n');
}
