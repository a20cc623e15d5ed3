import type { Records } from '../storage/sql/records.ts';
import type { Role } from './dependencies.ts';

/** The languages that people choose from. */
type Language = 'en' | 'ru';

/** A Telegram user as updates show them. */
interface SeenUser {
  readonly id: number;
  readonly first_name: string;
  readonly last_name?: string;
  readonly username?: string;
  readonly language_code?: string;
}

/** A group as updates show it. */
interface SeenChat {
  readonly id: number;
  readonly type: 'group' | 'supergroup';
  readonly title: string | undefined;
  readonly username: string | undefined;
}

/** What a person is to Efir. `language`: the one they chose; null when they never did. */
interface Standing {
  readonly role: Role;
  readonly isBlocked: boolean;
  readonly language: Language | null;
}

/** Everybody who talks to Efir, and the groups they do it in. */
export interface People {
  /** Remembers that a person was here, under their present names. */
  seen(user: SeenUser): Promise<void>;
  /** Remembers a group under its present title. */
  chatSeen(chat: SeenChat): Promise<void>;
  /** The standing of a person, also of one never seen. Read anew each time, so that a change counts at once. */
  standing(userId: number): Promise<Standing>;
  /** Names the latest block of a person: each has another name, so that they can be told of each once. */
  nameOfBlock(userId: number): Promise<string>;
  setLanguage(userId: number, language: Language): Promise<void>;
}

/** The part of the SQL records that people are kept in. */
export type PeopleRecords = Pick<Records, 'users' | 'streams' | 'audit'>;

/** What people are made with. `ownerIds`: OWNER_IDS; owners are made by configuration only. */
export interface PeopleDependencies {
  readonly records: PeopleRecords;
  readonly ownerIds: readonly number[];
  readonly now: () => number;
}

/** Creates the use cases on people. All throw AppError `sql-unavailable` when the records cannot be reached. */
export function createPeople({ records, ownerIds, now }: PeopleDependencies): People {
  return {
    async seen(user) {
      const seen = {
        id: user.id,
        username: user.username ?? null,
        firstName: user.first_name,
        lastName: user.last_name ?? null,
        languageCode: user.language_code ?? null,
      };
      await records.users.seen(seen, now());
    },
    async chatSeen({ id, type, title, username }) {
      await records.streams.seen({ id, type, title: title ?? '', username: username ?? null }, now());
    },
    async standing(userId) {
      const user = await records.users.find(userId);
      const role = ownerIds.includes(userId) ? 'owner' : (user?.role ?? 'user');
      const language = user?.language === 'en' || user?.language === 'ru' ? user.language : null;
      return { role, isBlocked: user?.isBlocked ?? false, language };
    },
    async nameOfBlock(userId) {
      const filter = { target: `user:${userId}`, action: 'user.block' };
      const { rows } = await records.audit.list({ filter, sort: 'at', order: 'desc', page: 1, pageSize: 1 });
      return `block-${rows[0]?.auditId ?? 0}`;
    },
    setLanguage: (userId, language) => records.users.setLanguage(userId, language),
  };
}
