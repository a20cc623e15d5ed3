import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Administration } from '../../control/admin/administration.ts';
import type { AdminRequest } from '../../control/admin/results.ts';
import { createControl } from '../../control/control.ts';
import type { Actor } from '../../control/dependencies.ts';
import { createLog } from '../../log.ts';
import { openRealtimeStore } from '../../storage/redis/open-realtime-store.ts';
import { openRecords } from '../../storage/sql/open-records.ts';
import type { Records } from '../../storage/sql/records.ts';
import { startTestRedis } from '../../test/fixtures/redis.ts';
import { makeTemporaryFolder } from '../../test/fixtures/temporary-folder.ts';
import { percentile } from './percentile.ts';

/** What the bench gives: the 99th percentile of each kind of use case, milliseconds, users and tracks together. */
interface AdminFigures {
  readonly users: number;
  readonly tracks: number;
  readonly listP99Ms: number;
  readonly searchP99Ms: number;
  readonly updateP99Ms: number;
  readonly createP99Ms: number;
  readonly deleteP99Ms: number;
}

const ownerId = 1;
const owner: Actor = { person: { id: ownerId, name: 'Owner' }, role: 'owner', isBlocked: false, isChatOperator: false };
const first = ['Ольга', 'Егор', 'Анна', 'Щука', 'Мария', 'Miles', 'Nina', 'Dave', 'Ella', 'John'];
const last = ['Иванова', 'Ким', 'Петров', 'Щукин', 'Davis', 'Simone', 'Brubeck', 'Fitzgerald', 'Coltrane'];
const words = ['Песня', 'Ночь', 'Город', 'Blue', 'Love', 'Summer', 'Снег', 'Train', 'Море', 'Night'];
const rounds = 200;

/** Fills the tables with people and tracks, then lists, searches and changes them through the use cases, on a real Redis and SQLite. */
export async function benchAdmin({ users, tracks }: { users: number; tracks: number }): Promise<AdminFigures> {
  const folder = await makeTemporaryFolder();
  const log = createLog({ level: 'silent', format: 'json', service: 'bench' });
  const records = await openRecords({ path: join(folder, 'efir.sqlite'), log });
  // Before Redis is there: connections would break under work that leaves no time for them.
  await seed(records, { users, tracks });
  const redis = await startTestRedis('always');
  const store = await openRealtimeStore({ url: redis.url, prefix: 'bench', log });
  const { admin } = createControl({ store, records, ownerIds: [ownerId], log });
  // Checking a link is a player's work and takes as long as the site does: here it is answered at once.
  const jobs = store.resolveJobs.serve(
    async ({ query }) => {
      const title = query.type === 'text' ? query.text : '';
      const source = { type: 'http', url: title } as const;
      return { type: 'tracks', tracks: [{ trackId: `new-${title}`, title, performer: null, durationMs: 1, source }] };
    },
    { concurrency: 4 },
  );
  try {
    await admin.tracks.create(request(), { link: 'warm up' });
    const list = await timed(rounds, (i) => listPages(admin, i));
    const search = await timed(rounds, (i) => searchPages(admin, i, { users, tracks }));
    const update = await timed(rounds, (i) => updateOne(admin, i));
    const create = await timed(rounds, (i) => createOne(admin, i, users));
    const remove = await timed(rounds, (i) => deleteOne(admin, i));
    return {
      users,
      tracks,
      listP99Ms: percentile(list, 0.99),
      searchP99Ms: percentile(search, 0.99),
      updateP99Ms: percentile(update, 0.99),
      createP99Ms: percentile(create, 0.99),
      deleteP99Ms: percentile(remove, 0.99),
    };
  } finally {
    await jobs.close();
    await records.close();
    await store.close();
    await redis.stop();
    await rm(folder, { recursive: true });
  }
}

let operations = 0;

function request(): AdminRequest {
  operations += 1;
  return { actor: owner, operation: `o${operations}`, origin: 'panel' };
}

async function seed(records: Records, { users, tracks }: { users: number; tracks: number }): Promise<void> {
  const chunk = 5_000;
  for (let from = 1; from <= Math.max(users, tracks); from += chunk) {
    await records.transaction(async (tables) => {
      for (let i = from; i < from + chunk; i += 1) {
        if (i <= users) await tables.users.seen(personOf(i), 1_700_000_000_000 + ((i * 7_919) % 1_000_003));
        if (i <= tracks) await tables.tracks.upsert(trackOf(i), 1_700_000_000_000 + ((i * 104_729) % 1_000_003));
      }
    });
  }
}

function personOf(id: number) {
  const firstName = `${pick(first, id)} ${id % 97}`;
  return { id, username: `person_${id}`, firstName, lastName: pick(last, id * 3), languageCode: 'ru' };
}

function trackOf(i: number) {
  const title = `${pick(words, i)} ${pick(words, i * 7 + 3)} ${i % 1_000}`;
  const source = { type: 'http', url: `http://music.example/${i}` } as const;
  return { trackId: `track-${i}`, title, performer: `${pick(first, i)} ${pick(last, i)}`, durationMs: i, source };
}

function pick(list: readonly string[], i: number): string {
  return list[i % list.length] ?? '';
}

const userSorts = ['id', 'name', 'username', 'role', 'firstSeenAt', 'lastSeenAt'] as const;
const trackSorts = ['title', 'performer', 'durationMs', 'playCount', 'firstSeenAt', 'lastSeenAt'] as const;
const orders = ['asc', 'desc'] as const;
/** The first pages, one in the middle, the last. */
const pages = [1, 2, 3, 1_000, 1_000_000];

/** A page in the i-th order, of users and of tracks in turns. */
async function listPages({ users, tracks }: Administration, i: number): Promise<void> {
  const turn = Math.floor(i / 2);
  const page = pages[turn % pages.length] ?? 1;
  const order = orders[turn % 2] ?? 'asc';
  if (i % 2 === 0) await users.list({ actor: owner }, { sort: at(userSorts, turn), order, page, pageSize: 50 });
  else await tracks.list({ actor: owner }, { sort: at(trackSorts, turn), order, page, pageSize: 50 });
}

/** What a person types: parts of names, common and rare, usernames, ids, two letters. */
async function searchPages(
  { users, tracks }: Administration,
  i: number,
  rows: { readonly users: number; readonly tracks: number },
): Promise<void> {
  const turn = Math.floor(i / 2);
  const id = (turn * 7_919) % Math.min(rows.users, rows.tracks);
  const order = orders[turn % 2] ?? 'asc';
  if (i % 2 === 0) {
    const searches = ['ЩУКИН', 'иванова', `_${id}`, String(id), 'ol', 'miles davis', 'никого', 'Анна 42', 'щу'];
    const query = { search: pick(searches, turn), sort: at(userSorts, turn), order, page: 1, pageSize: 50 } as const;
    await users.list({ actor: owner }, query);
  } else {
    const searches = ['НОЧЬ', 'summer', `город ${id % 1_000}`, 'nina simone', 'ря', 'blue 77', 'nothing', 'снег море'];
    const query = { search: pick(searches, turn), sort: at(trackSorts, turn), order, page: 1, pageSize: 50 } as const;
    await tracks.list({ actor: owner }, query);
  }
}

async function updateOne({ users, tracks }: Administration, i: number): Promise<void> {
  if (i % 2 === 0) done(await users.update(request(), i + 2, { patch: { note: `n${i}`, email: `p${i}@example.com` } }));
  else done(await tracks.update(request(), `track-${i}`, { patch: { title: `Новое имя ${i}` } }));
}

async function createOne({ users, tracks }: Administration, i: number, present: number): Promise<void> {
  if (i % 2 === 0) {
    const user = { id: present + i + 1, firstName: 'Новая', username: `new_${i}`, email: `new${i}@example.com` };
    done(await users.create(request(), user));
  } else done(await tracks.create(request(), { link: `song-${i}`, title: `Создано ${i}` }));
}

async function deleteOne({ users, tracks }: Administration, i: number): Promise<void> {
  if (i % 2 === 0) done(await users.delete(request(), i + 2));
  else done(await tracks.delete(request(), `track-${i}`));
}

function done({ type }: { readonly type: string }): void {
  if (type !== 'done') throw new Error(`expected done, got ${type}`);
}

function at<T>(list: readonly [T, ...T[]], i: number): T {
  return list[i % list.length] ?? list[0];
}

async function timed(times: number, work: (i: number) => Promise<void>): Promise<readonly number[]> {
  const durations: number[] = [];
  for (let i = 0; i < times; i += 1) {
    const start = performance.now();
    await work(i);
    durations.push(Number((performance.now() - start).toFixed(1)));
  }
  return durations;
}
