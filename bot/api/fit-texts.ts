import type { Transformer } from 'grammy';

/** Telegram's limit for a message, in UTF-16 units without the markup. Source: https://core.telegram.org/bots/api#sendmessage */
const longestText = 4_096;

/**
 * Shortens texts that Telegram would refuse as too long, so that a list of the longest names is sent in part rather than not at all.
 * Whole lines are left out, as each of our lines closes the tags it opens.
 */
export function fitTexts(): Transformer {
  return (previous, method, payload, signal) => {
    if ('text' in payload && typeof payload.text === 'string' && payload.text.length > longestText) {
      return previous(method, { ...payload, text: fitLines(payload.text) }, signal);
    }
    return previous(method, payload, signal);
  };
}

/** As many lines from the beginning as fit, then `…`. Markup counts, too: it is never much. */
export function fitLines(html: string): string {
  if (html.length <= longestText) return html;
  // Room for the last line, which says that there is more.
  const lines = html.split('\n');
  let length = 1;
  const end = lines.findIndex((line) => {
    length += line.length + 1;
    return length > longestText;
  });
  return end === -1 ? html : [...lines.slice(0, end), '…'].join('\n');
}
