import { isIP } from 'node:net';
import type { Config } from '../../config.ts';
import type { AdminRequest, Forbidden } from '../../control/admin/results.ts';
import type { Answer } from '../reply.ts';
import type { BotServices } from '../services.ts';
import type { Locale } from '../texts/texts.ts';

/** A way into the panel, as a message for the private chat; or who may have one. */
export async function panelAnswer(
  { control, texts, panelUrl }: Pick<BotServices, 'control' | 'texts' | 'panelUrl'>,
  request: AdminRequest,
  locale: Locale,
): Promise<Answer | Forbidden> {
  const issued = await control.admin.access.issueLink(request);
  if (issued.type === 'forbidden') return issued;
  const url = `${panelUrl}/admin/sign-in?link=${encodeURIComponent(issued.secret)}`;
  if (!mayBeInButton(url)) return { html: texts.html(locale, 'panel-link', { url }) };
  const keyboard = [[{ text: texts.plain(locale, 'button-admin-panel'), url }]];
  return { html: texts.html(locale, 'panel-button'), keyboard };
}

/** PUBLIC_URL, or where this machine serves; without a slash at the end. */
export function panelUrlOf({
  PUBLIC_URL: publicUrl,
  HTTP_HOST: host,
  HTTP_PORT: port,
}: Pick<Config, 'PUBLIC_URL' | 'HTTP_HOST' | 'HTTP_PORT'>): string {
  if (publicUrl !== undefined) return publicUrl.replace(/\/+$/, '');
  // All addresses of this machine are no address to open.
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

/** Telegram takes buttons to addresses that others can reach, too; to one of this machine's own it says “Wrong HTTP URL”. */
function mayBeInButton(url: string): boolean {
  const { hostname } = new URL(url);
  return isIP(hostname) === 0 && hostname.includes('.') && !hostname.endsWith('.local');
}
