/** Names this page among others; a new one at every load. */
export const pageId = crypto.randomUUID();

/**
 * Asks the stand-in.
 * @throws Error with its own words when it refuses.
 */
export async function post(path, body) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return readAnswer(response);
}

/** Reads JSON. */
export async function get(path) {
  return readAnswer(await fetch(path));
}

/** Sends a file as a message; `about`: chatId, fromId, caption, replyTo, mediaGroup. */
export async function upload(file, about) {
  const query = new URLSearchParams({ name: file.name });
  for (const [name, value] of Object.entries(about)) if (value !== undefined) query.set(name, String(value));
  const headers = { 'content-type': file.type || 'application/octet-stream' };
  return readAnswer(await fetch(`/page/upload?${query}`, { method: 'POST', headers, body: file }));
}

/** Listens to what changes; `handlers`: by event type, and `lost` when the connection is gone (it comes back by itself). */
export function openEvents({ lost, ...handlers }) {
  const source = new EventSource(`/page/events?page=${pageId}`);
  for (const [type, handler] of Object.entries(handlers)) {
    source.addEventListener(type, (event) => handler(JSON.parse(event.data)));
  }
  source.onerror = lost;
}

async function readAnswer(response) {
  const text = await response.text();
  const body = text === '' ? {} : JSON.parse(text);
  if (!response.ok) throw new Error(body.error ?? `The sandbox answered ${response.status}.`);
  return body;
}
