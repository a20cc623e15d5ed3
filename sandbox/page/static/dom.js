/**
 * Makes an element. `props`: properties of the element; `dataset`, and attributes whose names hold a dash, are set as such.
 * @param {string} tag
 * @param {Record<string, unknown>} props
 * @param {...(Node | string | null | undefined)} children left out when null
 */
export function make(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === 'dataset') Object.assign(element.dataset, value);
    else if (name.includes('-') || name === 'role') element.setAttribute(name, String(value));
    else element[name] = value;
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** The element of that id; the page always holds it. */
export function byId(id) {
  return document.getElementById(id);
}

/** An icon: one path of lines on a 24 × 24 field. */
export function icon(path) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

/** A round sign with initials, in one of eight colours that stay with the id. */
export function avatar(id, name) {
  return make('span', { className: 'avatar', dataset: { tint: tint(id) }, 'aria-hidden': 'true' }, initials(name));
}

/** One of eight colours, by the id: near ids get different ones. */
export function tint(id) {
  return String((Math.imul(Math.abs(id) % 2 ** 31, 0x9e37_79b1) >>> 29) & 7);
}

/** Puts other children into an element; what had the focus there keeps it, by its id. */
export function refill(parent, ...children) {
  const focused = parent.contains(document.activeElement) ? document.activeElement?.id : '';
  parent.replaceChildren(...children);
  if (focused) byId(focused)?.focus();
}

/** The first letters of the first two words. */
export function initials(name) {
  const words = name.split(/\s+/).filter((word) => word !== '');
  return words
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('')
    .toUpperCase();
}

/** Seconds as 3:07 or 1:02:45. */
export function clock(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = `${String(rest).padStart(2, '0')}`;
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}

/** Bytes as 812 KB or 4.2 MB. */
export function size(bytes) {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** A note that goes by itself after some seconds. */
export function toast(text) {
  const note = make('p', { className: 'toast' }, text);
  byId('toasts').append(note);
  setTimeout(() => note.classList.add('going'), 3600);
  setTimeout(() => note.remove(), 4000);
}

/** A note that waits for OK. */
export function alertBox(text) {
  byId('alert-text').textContent = text;
  byId('alert').showModal();
}
