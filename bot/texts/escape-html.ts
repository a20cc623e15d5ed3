/** Text made safe inside Telegram's HTML (https://core.telegram.org/bots/api#html-style). The only place that escapes. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
