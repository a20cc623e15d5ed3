import type { Locale } from '../texts/texts.ts';

/** What the message of the administration shows, and what a button under it is about. */
export interface AdminView {
  /** In which it was asked for. */
  readonly locale: Locale;
  readonly screen: ScreenName;
  /** What pressing the button does; null: it only shows something. */
  readonly deed: DeedName | null;
  /** 1-based page of the list that it shows, or goes back to. */
  readonly page: number;
  /** What the list is filtered by: a letter of the screen's own; empty: nothing. */
  readonly filter: string;
  /** What it is about: the id of a user, stream, track or audit entry; empty: nothing. */
  readonly id: string;
  /** Version of what it is about as it was drawn; null: the screen has none. */
  readonly version: number | null;
  /** A second thing it is about: the person whose deeds are listed, or the role that is about to be given. */
  readonly about: string;
}

/** Everything that the message can show, by its letter in a payload. */
const screenCodes = {
  home: 'h',
  users: 'u',
  user: 'c',
  'user-role': 'r',
  'user-role-sure': 'R',
  'user-block-sure': 'b',
  'user-delete-sure': 'd',
  streams: 's',
  stream: 'm',
  'stream-stop-sure': 'x',
  'stream-delete-sure': 'D',
  tracks: 't',
  track: 'k',
  'track-delete-sure': 'K',
  audit: 'a',
  'audit-kinds': 'g',
  entry: 'e',
  'entry-revert-sure': 'E',
} as const;

/** Everything that can be done there, by its letters in a payload. */
const deedCodes = {
  'open-panel': 'op',
  'search-users': 'su',
  'search-streams': 'ss',
  'search-tracks': 'st',
  'search-audit': 'sa',
  'forget-search': 'fs',
  'change-role': 'cr',
  block: 'bl',
  unblock: 'ub',
  'ask-email': 'ae',
  'ask-user-note': 'an',
  'delete-user': 'du',
  skip: 'sk',
  pause: 'pa',
  unpause: 'up',
  stop: 'so',
  resume: 're',
  'open-settings': 'os',
  'ask-stream-note': 'sn',
  'delete-stream': 'ds',
  'ask-title': 'at',
  'ask-performer': 'ap',
  'ask-track-note': 'tn',
  'delete-track': 'dt',
  revert: 'rv',
} as const;

/** A screen of the administration. */
export type ScreenName = keyof typeof screenCodes;

/** Something that is done there. */
export type DeedName = keyof typeof deedCodes;

/** Where one begins. */
export function homeView(locale: Locale): AdminView {
  return { locale, screen: 'home', deed: null, page: 1, filter: '', id: '', version: null, about: '' };
}

/**
 * A view as a payload, as `ecbl.1..9ix.2.`: at most 43 bytes, with pages up to 46,655 and versions up to 1,679,615. Long numbers are
 * written to base 36.
 */
export function writeAdminView({ locale, screen, deed, page, filter, id, version, about }: AdminView): string {
  const head = `${locale === 'ru' ? 'r' : 'e'}${screenCodes[screen]}${deed === null ? '' : deedCodes[deed]}`;
  const fields = [page.toString(36), filter, shorten(id), version?.toString(36) ?? '', shorten(about)];
  return [head, ...fields].join('.');
}

/** Reads what {@link writeAdminView} wrote; the first screen when it is anything else. */
export function readAdminView(payload: string): AdminView {
  const match =
    /^([er])([a-zA-Z])([a-z]{2})?\.([0-9a-z]{1,3})\.([a-z]?)\.([\w~-]{0,23})\.([0-9a-z]{0,4})\.([\w~-]{0,23})$/.exec(
      payload,
    );
  if (match === null) return homeView('en');
  const [, language, screenCode, deedCode = '', page = '1', filter = '', id = '', version = '', about = ''] = match;
  return {
    locale: language === 'r' ? 'ru' : 'en',
    screen: keyOf(screenCodes, screenCode) ?? 'home',
    deed: keyOf(deedCodes, deedCode),
    page: Math.max(1, Number.parseInt(page, 36)),
    filter,
    id: lengthen(id),
    version: version === '' ? null : Number.parseInt(version, 36),
    about: lengthen(about),
  };
}

function keyOf<Name extends string>(codes: Readonly<Record<Name, string>>, code: string | undefined): Name | null {
  return (Object.keys(codes) as Name[]).find((name) => codes[name] === code) ?? null;
}

/** Ids that are numbers, of people and chats, become a third shorter; `~` tells them from other ids. */
function shorten(id: string): string {
  return /^-?[1-9]\d{3,14}$/.test(id) ? `~${Number(id).toString(36)}` : id;
}

function lengthen(id: string): string {
  return id.startsWith('~') ? String(Number.parseInt(id.slice(1), 36)) : id;
}
