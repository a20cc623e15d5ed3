import * as z from 'zod';

/** What the API gives, as the OpenAPI document names it. Times are Unix milliseconds. */
const at = z.int();
const role = z.enum(['owner', 'admin', 'moderator', 'user']);
const origin = z.enum(['chat', 'panel', 'api', 'system']);

const User = z.object({
  id: z.int().meta({ description: 'The Telegram id.' }),
  username: z.string().nullable(),
  firstName: z.string(),
  lastName: z.string().nullable(),
  languageCode: z.string().nullable(),
  language: z.string().nullable(),
  role,
  isBlocked: z.boolean(),
  email: z.string().nullable(),
  note: z.string().nullable(),
  version: z.int(),
  firstSeenAt: at,
  lastSeenAt: at,
});

const Track = z.object({
  trackId: z.string(),
  title: z.string(),
  performer: z.string().nullable(),
  durationMs: z.number().nullable(),
  source: z.looseObject({ type: z.enum(['telegram', 'library', 'http', 'live', 'yt-dlp']) }),
});

const CountedTrack = Track.extend({
  isRenamed: z.boolean(),
  note: z.string().nullable(),
  version: z.int(),
  playCount: z.int(),
  lastPlayedAt: at.nullable(),
  firstSeenAt: at,
  lastSeenAt: at,
});

const QueueItem = z.object({
  itemId: z.string(),
  track: Track,
  addedBy: z.object({ id: z.int(), name: z.string() }),
  addedAt: at,
});

const Settings = z.object({
  whoMayAdd: z.enum(['everyone', 'operators']),
  itemsPerUser: z.int().nullable(),
  voteSharePercent: z.int(),
  isFair: z.boolean(),
  loop: z.enum(['off', 'track', 'queue']),
  volumePercent: z.int(),
  placeholder: Track.nullable(),
  language: z.enum(['en', 'ru']).nullable(),
  deletesConfirmations: z.boolean(),
  isAutoEndOn: z.boolean().nullable(),
  autoEndMinutes: z.int().nullable(),
  pausesWhenEmpty: z.boolean(),
});

const Stream = z.object({
  id: z.int().meta({ description: 'The marked Bot API id of the chat.' }),
  type: z.enum(['group', 'supergroup', 'channel', 'private']),
  title: z.string(),
  username: z.string().nullable(),
  settings: z
    .record(z.string(), z.unknown())
    .meta({ description: 'What has been set; what is not here has its default.' }),
  note: z.string().nullable(),
  version: z.int(),
  firstSeenAt: at,
  lastSeenAt: at,
  isOn: z.boolean(),
  isPaused: z.boolean(),
  state: z.enum(['off', 'joining', 'live', 'degraded', 'rejoining', 'blocked']),
  problem: z.string().nullable(),
  current: QueueItem.nullable(),
  positionMs: z.number(),
  queueLength: z.int(),
  listeners: z.int().nullable(),
  startedAt: at.nullable(),
});

const Session = z.object({
  sessionId: z.string(),
  streamId: z.int(),
  startedBy: z.int().nullable(),
  startedAt: at,
  endedAt: at.nullable(),
  endReason: z.enum(['auto-end', 'manual', 'error']).nullable(),
  endDetail: z.string().nullable(),
  peakListeners: z.int(),
  listenedMs: z.number(),
  tracksPlayed: z.int(),
  errors: z.int(),
});

const AuditEntry = z.object({
  auditId: z.int(),
  adminId: z.int(),
  adminName: z.string(),
  action: z.string().meta({ examples: ['user.role'] }),
  target: z.string().meta({ examples: ['user:42'] }),
  before: z.unknown(),
  after: z.unknown(),
  origin,
  operation: z.string().nullish(),
  reverts: z.int().nullish(),
  at,
});

const AuditView = AuditEntry.extend({ isReversible: z.boolean(), revertedBy: z.int().nullable() });

const Token = z.object({
  tokenId: z.string(),
  userId: z.int(),
  name: z.string(),
  createdAt: at,
  lastUsedAt: at.nullable(),
});

const Statistics = z.object({
  users: z.object({ total: z.int(), blocked: z.int(), byRole: z.record(role, z.int()) }),
  streams: z.object({ total: z.int(), live: z.int() }),
  tracks: z.object({ total: z.int() }),
  listeners: z.object({
    now: z.int(),
    peak24h: z.int(),
    series: z.array(z.object({ at, count: z.int() })),
  }),
  tracksPlayed: z.object({ total: z.int(), last24h: z.int() }),
  errors: z.object({ total: z.int(), last24h: z.int() }),
  topTracks: z.array(CountedTrack),
  audit: z.array(AuditEntry),
});

const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string().meta({ description: 'The same as at the end of the type.' }),
  detail: z.string().optional(),
  errors: z
    .record(z.string(), z.object({ code: z.string(), message: z.string() }))
    .optional()
    .meta({ description: 'By field; with what the code needs, as `limit`, `from`, `to`.' }),
  needs: role.nullish().meta({ description: 'Of `forbidden`: the role that may; null: nobody.' }),
  current: z.unknown().optional().meta({ description: 'Of `conflict`: the thing as it is now.' }),
  refusal: z.object({ code: z.string() }).optional().meta({ description: 'Of `refused`: why.' }),
  choices: z.array(Track).optional().meta({ description: 'Of `refused`: what a search found.' }),
});

/** A part of a list. `page`: 1-based, the last one when a later one was asked for. */
const pageOf = (row: z.ZodType) =>
  z.object({ rows: z.array(row), total: z.int(), page: z.int(), pageCount: z.int().min(1) });

/** All models, by their names in the document. */
export const models = {
  User,
  Users: pageOf(User),
  BulkResult: z.object({ done: z.array(z.int()), refused: z.array(z.int()) }),
  Stream,
  Streams: pageOf(Stream),
  Sessions: z.object({ rows: z.array(Session) }),
  Settings,
  Queue: pageOf(z.object({ position: z.int(), item: QueueItem, startsInMs: z.number().nullable() })),
  QueueEdit: z.object({ items: z.array(QueueItem), length: z.int(), version: z.int() }),
  Added: z.object({
    items: z.array(QueueItem),
    firstPosition: z.int(),
    lastPosition: z.int(),
    version: z.int(),
    notAdded: z.array(z.object({ name: z.string(), code: z.string() })),
  }),
  Track: CountedTrack,
  Tracks: pageOf(CountedTrack),
  AuditEntry: AuditView,
  AuditEntries: pageOf(AuditView),
  Tokens: z.object({ rows: z.array(Token) }),
  NewToken: Token.extend({ secret: z.string().meta({ description: 'Shown this once.' }) }),
  Me: z.object({ id: z.int(), name: z.string(), role }),
  Statistics,
  Problem,
} as const;

/** The name of a model. */
export type ModelName = keyof typeof models;
