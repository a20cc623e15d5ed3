import { html, raw } from 'hono/html';
import type { Assets } from '../assets/assets.ts';
import type { Locale } from '../texts/locale.ts';
import { statusTexts } from './texts/status-texts.ts';

/** Own modules that `status.js` imports: fetched beside it instead of after it. */
export const importedModules: readonly string[] = ['streams.js', 'card.js', 'texts.js'];

/** A page as hono/html gives it. */
type Html = ReturnType<typeof html>;

/** What every page of this part is made with. */
export interface PageOptions {
  readonly locale: Locale;
  readonly assets: Pick<Assets, 'url'>;
}

/** The status page: an empty frame, which its script fills. `mayPanel`: whoever looks may use the panel. */
export function statusPage({ locale, assets, mayPanel }: PageOptions & { readonly mayPanel: boolean }): Html {
  const { page, script } = statusTexts(locale);
  // Data, not a script: the policy forbids only what runs. `<` could end the element.
  const texts = raw(JSON.stringify({ ...script, locale }).replaceAll('<', '\\u003c'));
  const panel = mayPanel ? html`<a class="panel" href="/admin">${page.panel}</a>` : '';
  const body = html`<header>
      <h1>${logo}<span class="name">Efir</span> <span class="tagline">${page.tagline}</span></h1>
      <dl id="totals" hidden>
        <div><dt data-label="streams"></dt><dd data-total="streams"></dd></div>
        <div><dt data-label="listening"></dt><dd data-total="listening"></dd></div>
        <div><dt data-label="played"></dt><dd data-total="played"></dd></div>
        <div data-staff hidden><dt data-label="errors"></dt><dd data-total="errors"></dd></div>
      </dl>
      ${panel}
    </header>
    <p id="connection" role="status" data-state="connecting"><span class="dot"></span><span id="connection-text">${script.connection.connecting}</span></p>
    <main>
      <h2 class="hidden">${page.streamsHeading}</h2>
      <noscript><p class="note">${page.noScript}</p></noscript>
      <section id="empty" class="note" hidden>
        ${silence}
        <h2>${page.emptyTitle}</h2>
        <ol>${page.emptySteps.map((step) => html`<li>${step}</li>`)}</ol>
      </section>
      <div id="streams"></div>
    </main>
    <p id="news" class="hidden" role="status" aria-live="polite"></p>
    <template id="card">${card(page.nextHeading, script.positionLabel)}</template>
    <script type="application/json" id="texts">${texts}</script>
    <script type="module" src="${assets.url('status.js')}"></script>
    ${[...importedModules, 'partysocket.js'].map((name) => html`<link rel="modulepreload" href="${assets.url(name)}">`)}`;
  return frame({ locale, assets, title: page.title }, body);
}

/** Instead of the status page, for whoever is not signed in (`stranger`), or when that cannot be found out now (`away`). */
export function noticePage(options: PageOptions, notice: 'stranger' | 'away'): Html {
  const { page } = statusTexts(options.locale);
  const text =
    notice === 'away'
      ? html`<h2>${page.awayTitle}</h2><p>${page.awayText}</p>`
      : html`<h2>${page.strangerTitle}</h2><p>${page.strangerText}</p><p class="small">${page.strangerOwner}</p>`;
  const body = html`<header><h1>${logo}<span class="name">Efir</span></h1></header>
    <main><section class="note">${silence}${text}</section></main>`;
  return frame({ ...options, title: page.title }, body);
}

function frame({ locale, assets, title }: PageOptions & { readonly title: string }, body: Html): Html {
  return html`<!doctype html>
<html lang="${locale}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${title}</title>
    <link rel="icon" href="${assets.url('icon.svg')}">
    <link rel="stylesheet" href="${assets.url('status.css')}">
  </head>
  <body>${body}</body>
</html>`;
}

/** What the script makes a card of: it fills what has a data-field. */
function card(nextHeading: string, positionLabel: string): Html {
  return html`<article class="card">
      <div class="head">
        <h3 data-field="title"></h3>
        <p class="state"><span class="dot"></span><span data-field="state"></span></p>
      </div>
      <div class="now">
        <span class="bars" aria-hidden="true"><i></i><i></i><i></i></span>
        <div class="what"><p class="track" data-field="track"></p><p class="by" data-field="by"></p></div>
      </div>
      <div class="progress" data-field="progress">
        <div class="bar" role="progressbar" aria-label="${positionLabel}" data-field="bar"><div class="fill" data-field="fill"></div></div>
        <p class="times"><span data-field="position"></span><span data-field="duration"></span></p>
      </div>
      <p class="problem" data-field="problem" hidden></p>
      <div class="audience">
        <p><strong data-field="listeners"></strong> <span data-field="listening"></span></p>
        <svg data-field="spark" viewBox="0 0 160 40" preserveAspectRatio="none" role="img"><path class="area"/><path class="line"/></svg>
      </div>
      <div class="next">
        <h4>${nextHeading}</h4>
        <ol data-field="next"></ol>
        <p class="more" data-field="more"></p>
      </div>
      <p class="small" data-field="small"></p>
    </article>`;
}

const logo = html`<svg class="logo" viewBox="0 0 32 32" aria-hidden="true"><circle cx="16" cy="16" r="4"/><path d="M9.6 9.6a9 9 0 0 0 0 12.8M22.4 9.6a9 9 0 0 1 0 12.8M5.4 5.4a15 15 0 0 0 0 21.2M26.6 5.4a15 15 0 0 1 0 21.2"/></svg>`;

const silence = html`<svg class="silence" viewBox="0 0 120 40" aria-hidden="true"><path d="M2 20h28l6-12 8 26 8-20 6 10 5-4h55"/></svg>`;
