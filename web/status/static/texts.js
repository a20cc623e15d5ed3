/** The words of the page, which the server put into it in the visitor's language, and how numbers and times are written in it. */
export const texts = JSON.parse(document.getElementById('texts').textContent);

const plurals = new Intl.PluralRules(texts.locale);
const numbers = new Intl.NumberFormat(texts.locale);
const clock = new Intl.DateTimeFormat(texts.locale, { hour: '2-digit', minute: '2-digit' });

/** Puts values where `{name}` stands. */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** The form of a word that goes with a number, with the number where `{n}` stands. */
export const count = (forms, n) => fill(forms[plurals.select(n)] ?? forms.other, { n: numbers.format(n) });

/** `1,234`. */
export const number = (n) => numbers.format(n);

/** `12:04`. */
export const timeOfDay = (at) => clock.format(at);

/** `3:07`, `1:02:45`. */
export function duration(ms) {
  const all = Math.max(0, Math.floor(ms / 1_000));
  const [h, m, s] = [Math.floor(all / 3_600), Math.floor(all / 60) % 60, String(all % 60).padStart(2, '0')];
  return h === 0 ? `${m}:${s}` : `${h}:${String(m).padStart(2, '0')}:${s}`;
}

/** `2 h 14 min`. */
export function span(seconds) {
  const [h, m] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return h === 0 ? fill(texts.minutes, { m }) : fill(texts.hours, { h, m });
}

/** Writes a text where it differs, so that nothing is drawn or read out again. */
export function show(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
