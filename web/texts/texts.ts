import { broadcasts as enBroadcasts } from './en/broadcasts.ts';
import { entry as enEntry } from './en/entry.ts';
import { frame as enFrame } from './en/frame.ts';
import { home as enHome } from './en/home.ts';
import { people as enPeople } from './en/people.ts';
import { settings as enSettings } from './en/settings.ts';
import { songs as enSongs } from './en/songs.ts';
import { trail as enTrail } from './en/trail.ts';
import type { Locale } from './locale.ts';
import { broadcasts as ruBroadcasts } from './ru/broadcasts.ts';
import { entry as ruEntry } from './ru/entry.ts';
import { frame as ruFrame } from './ru/frame.ts';
import { home as ruHome } from './ru/home.ts';
import { people as ruPeople } from './ru/people.ts';
import { settings as ruSettings } from './ru/settings.ts';
import { songs as ruSongs } from './ru/songs.ts';
import { trail as ruTrail } from './ru/trail.ts';

const en = {
  frame: enFrame,
  entry: enEntry,
  home: enHome,
  people: enPeople,
  broadcasts: enBroadcasts,
  settings: enSettings,
  songs: enSongs,
  trail: enTrail,
};

/** Everything that the panel says, in one language. Plain text: what is put into a page is escaped there. */
export type Texts = typeof en;

/** By language. The compiler sees that no text is missing in either. */
export const textsOf: Readonly<Record<Locale, Texts>> = {
  en,
  ru: {
    frame: ruFrame,
    entry: ruEntry,
    home: ruHome,
    people: ruPeople,
    broadcasts: ruBroadcasts,
    settings: ruSettings,
    songs: ruSongs,
    trail: ruTrail,
  },
};
