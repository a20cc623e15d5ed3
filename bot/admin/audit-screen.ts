import { mayRevert } from '../../control/admin/audit/reversible.ts';
import type { AuditView } from '../../control/admin/audit.ts';
import { displayName } from '../texts/display-name.ts';
import { displayAgo, displayMoment } from './display-moment.ts';
import { drawList, readSearch } from './list-screen.ts';
import {
  type DrawScreen,
  doButton,
  forbiddenScreen,
  goButton,
  goneScreen,
  listSize,
  type Screen,
  type ScreenButton,
  type ScreenCall,
} from './screen.ts';

/** The kinds of deeds that can be looked at by themselves, by their letter in a view. */
const kinds: readonly { readonly letter: string; readonly kind: string }[] = [
  { letter: 'u', kind: 'user' },
  { letter: 's', kind: 'stream' },
  { letter: 't', kind: 'track' },
  { letter: 'q', kind: 'queue' },
  { letter: 'p', kind: 'playback' },
  { letter: 'e', kind: 'settings' },
  { letter: 'k', kind: 'token' },
  { letter: 'l', kind: 'panel' },
];

/** Who did what, the latest first: everybody's, or those of one person (`about`), of all kinds or one. */
export const drawAudit: DrawScreen = async (call) => {
  const { services, actor, view } = call;
  const { control, texts } = services;
  const search = await readSearch(call, 'audit');
  const kind = kinds.find(({ letter }) => letter === view.filter)?.kind;
  const adminId = view.about === '' ? undefined : Number(view.about);
  const filter = { ...(kind === undefined ? {} : { kind }), ...(adminId === undefined ? {} : { adminId }) };
  const found = await control.admin.audit.list(
    { actor },
    { search, filter, sort: 'at', order: 'desc', page: view.page, pageSize: listSize },
  );
  if ('type' in found) return forbiddenScreen(call);
  const narrowed = [
    ...(adminId === undefined
      ? []
      : [texts.html(view.locale, 'admin-audit-of', { name: nameOf(found.rows, view.about) })]),
    ...(kind === undefined ? [] : [texts.html(view.locale, 'admin-audit-kind', { kind })]),
  ];
  return drawList(call, found, {
    list: 'audit',
    title: texts.html(view.locale, 'admin-audit-title'),
    describe: (entry) =>
      texts.html(view.locale, 'admin-entry-row', {
        at: displayAgo(texts, view.locale, services.now() - entry.at) ?? displayMoment(view.locale, entry.at),
        who: displayName(entry.adminName, 24),
        action: actionText(call, entry),
        target: entry.target,
      }),
    idOf: ({ auditId }) => String(auditId),
    opens: 'entry',
    search: { words: search, deed: 'search-audit' },
    filters: [goButton(call, 'button-admin-kinds', { screen: 'audit-kinds' })],
    narrowedTo: narrowed.join(' · '),
    back: adminId === undefined ? { screen: 'home' } : { screen: 'user', id: view.about, about: '', page: 1 },
  });
};

/** Which kind of deeds to look at. */
export const drawAuditKinds: DrawScreen = async (call) => {
  const { services, view } = call;
  const to = (label: string, letter: string): ScreenButton => ({
    type: 'go',
    label: letter === view.filter ? `✓ ${label}` : label,
    to: (from) => ({ ...from, deed: null, screen: 'audit', filter: letter, page: 1 }),
  });
  const buttons = [
    to(services.texts.plain(view.locale, 'button-admin-all'), ''),
    ...kinds.map(({ letter, kind }) => to(services.texts.plain(view.locale, 'admin-kind', { kind }), letter)),
  ];
  const pairs = Array.from({ length: Math.ceil(buttons.length / 2) }, (_, i) => buttons.slice(i * 2, i * 2 + 2));
  return {
    html: services.texts.html(view.locale, 'admin-kinds-question'),
    rows: [...pairs, [goButton(call, 'button-back', { screen: 'audit' })]],
  };
};

/** Makes a screen of one about an entry: looks the entry up first. */
function aboutEntry(draw: (call: ScreenCall, entry: AuditView) => Screen): DrawScreen {
  return async (call) => {
    const found = await call.services.control.admin.audit.find({ actor: call.actor }, Number(call.view.id));
    if (found.type === 'forbidden') return forbiddenScreen(call);
    if (found.type === 'not-found') return goneScreen(call, 'audit');
    return draw(call, found.value);
  };
}

/** An entry: who, what, to what, before and after; what can be taken back, by whoever looks, has a button for it. */
export const drawEntry = aboutEntry((call, entry) => ({
  html: describe(call, entry),
  rows: [
    [
      ...(entry.isReversible && mayRevert(call.actor, entry)
        ? [goButton(call, 'button-admin-revert', { screen: 'entry-revert-sure' })]
        : []),
      ...(entry.adminId > 0
        ? [goButton(call, 'button-admin-deeds', { screen: 'audit', about: String(entry.adminId), id: '', page: 1 })]
        : []),
    ],
    [goButton(call, 'button-back', { screen: 'audit', id: '' })],
  ],
}));

/** Are you sure. */
export const drawEntryRevertSure = aboutEntry((call, entry) => ({
  html: `${describe(call, entry)}\n\n${call.services.texts.html(call.view.locale, 'admin-revert-sure')}`,
  rows: [[doButton(call, 'button-admin-revert-yes', 'revert'), goButton(call, 'button-back', { screen: 'entry' })]],
}));

/** Telegram HTML. */
function describe(call: ScreenCall, entry: AuditView): string {
  const { texts } = call.services;
  const { locale } = call.view;
  const value = (key: string, it: unknown) =>
    it === null || it === undefined ? [] : [texts.html(locale, key, { value: displayValue(it) })];
  return [
    texts.html(locale, 'admin-entry-head', { action: actionText(call, entry), target: entry.target }),
    texts.html(locale, 'admin-entry-by', {
      code: entry.action,
      who: displayName(entry.adminName, 40),
      id: String(entry.adminId),
      origin: entry.origin,
    }),
    displayMoment(locale, entry.at),
    ...value('admin-entry-before', entry.before),
    ...value('admin-entry-after', entry.after),
    ...(entry.revertedBy === null
      ? []
      : [texts.html(locale, 'admin-entry-reverted', { id: String(entry.revertedBy) })]),
  ].join('\n');
}

/** An action in words; one that has none by its name. */
function actionText({ services: { texts }, view }: ScreenCall, { action }: AuditView): string {
  // Names of variants have no dots.
  const key = action.replace('.', '-');
  const text = texts.plain(view.locale, 'admin-action', { action: key });
  return text === key ? action : text;
}

/** Any JSON value, short enough for a message. */
function displayValue(value: unknown): string {
  return displayName(JSON.stringify(value), 900);
}

/** Whose deeds are listed: as the first of them says, else the id. */
function nameOf(rows: readonly AuditView[], id: string): string {
  return displayName(rows[0]?.adminName ?? id, 24);
}
