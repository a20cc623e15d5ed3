import { resolve } from 'node:path';
import { z } from 'zod';
import { AppError } from './errors.ts';

/** Exit code of a process whose configuration is missing or wrong (EX_CONFIG of sysexits.h). */
export const exitCodeConfig = 78;

const port = z.coerce.number().int().min(0).max(65_535);
const address = z
  .string()
  .regex(/^\S+:\d{1,5}$/, 'must be host:port')
  .transform((text) => {
    const at = text.lastIndexOf(':');
    return { host: text.slice(0, at), port: Number(text.slice(at + 1)) };
  });
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);
const path = z
  .string()
  .min(1)
  .transform((text) => resolve(text));

const schema = z.object({
  BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]+$/, 'must look like 123456:ABC-DEF, as @BotFather gives it')
    .optional(),
  BOT_API_ROOT: z.url().default('https://api.telegram.org'),
  TELEGRAM_API_ID: z.coerce.number().int().positive().optional(),
  TELEGRAM_API_HASH: z.string().min(1).optional(),
  ASSISTANT_SESSION: z.string().min(1).optional(),
  MTPROTO_ADDRESS: address.optional(),
  MTPROTO_RSA_KEY_FILE: path.optional(),
  OWNER_IDS: list
    .transform((ids) => ids.map(Number))
    .refine(
      (ids) => ids.every((id) => Number.isSafeInteger(id) && id > 0),
      'must be Telegram user ids, separated by commas',
    )
    .default([]),
  REDIS_URL: z
    .string()
    .regex(/^(rediss?|unix):\/\//, 'must begin with redis://, rediss:// or unix://')
    .optional(),
  REDIS_PREFIX: z
    .string()
    .regex(/^[\w-]+$/)
    .default('efir'),
  DATA_DIR: path.default(resolve('data')),
  MEDIA_DIR: path.default(resolve('media')),
  PLACEHOLDER_FILE: path.optional(),
  CACHE_MAX_MB: z.coerce.number().int().min(50).default(2048),
  FILE_MAX_MB: z.coerce.number().int().min(1).max(2000).default(2000),
  EGRESS_ALLOW: list.pipe(z.array(address)).default([]),
  CALL_ENGINE: z.enum(['auto', 'native', 'tgcalls']).default('auto'),
  AUDIO_CHANNELS: z.coerce.number().int().min(1).max(2).default(2),
  AUDIO_BITRATE_KBPS: z.coerce.number().int().min(16).max(510).default(128),
  AUTO_END_MINUTES: z
    .union([z.literal('off'), z.coerce.number().min(0.01).max(1_440)], 'must be 0.01 to 1440, or off')
    .default(5),
  HTTP_HOST: z.string().min(1).default('127.0.0.1'),
  HTTP_PORT: port.default(8080),
  PLAYER_METRICS_PORT: port.default(9090),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  STATUS_PUBLIC: z.stringbool().default(false),
  METRICS_TOKEN: z.string().min(16).optional(),
  SANDBOX_PORT: port.default(8081),
  SANDBOX_STRICT_RATES: z.stringbool().default(false),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  LOG_FORMAT: z.enum(['auto', 'human', 'json']).default('auto'),
});

/** The checked environment, frozen. Each field is the variable of the same name; .env.example explains them. */
export type Config = Readonly<z.output<typeof schema>>;

/** What real Telegram needs besides the rest. */
export type TelegramConfig = Config &
  Required<Pick<Config, 'BOT_TOKEN' | 'TELEGRAM_API_ID' | 'TELEGRAM_API_HASH' | 'ASSISTANT_SESSION'>>;

const help = {
  BOT_TOKEN: 'get one from @BotFather',
  TELEGRAM_API_ID: 'get one at https://my.telegram.org',
  TELEGRAM_API_HASH: 'get one at https://my.telegram.org',
  ASSISTANT_SESSION: 'run `npm run login` to make one',
};

/**
 * Reads and checks the environment; the only place that does. Empty values count as unset.
 * @throws AppError `config-invalid` whose message is one line that names the variable.
 */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = schema.safeParse(given);
  if (parsed.success) return Object.freeze(parsed.data);
  const [issue] = parsed.error.issues;
  const name = String(issue?.path[0] ?? 'environment');
  throw new AppError('config-invalid', `${name}: ${issue?.message ?? 'is invalid'} (see .env.example)`);
}

/**
 * Narrows to a configuration that can reach Telegram.
 * @throws AppError `config-invalid` naming the first variable that is missing.
 */
export function requireTelegram(config: Config): TelegramConfig {
  for (const name of ['BOT_TOKEN', 'TELEGRAM_API_ID', 'TELEGRAM_API_HASH', 'ASSISTANT_SESSION'] as const) {
    if (config[name] === undefined)
      throw new AppError('config-invalid', `${name}: is not set: ${help[name]} (see .env.example)`);
  }
  return config as TelegramConfig;
}
