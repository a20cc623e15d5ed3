import { html } from 'hono/html';
import type { FieldError } from '../../../control/admin/results.ts';
import type { ApiToken } from '../../../storage/sql/records.ts';
import { textsOf } from '../../texts/texts.ts';
import { forbidden, goTo, notFound, showPage } from '../answers.ts';
import type { PanelDependencies } from '../panel-dependencies.ts';
import { type Call, get, post } from '../panel-route.ts';
import { adminRequest } from '../request/operation.ts';
import type { SignedIn } from '../scene.ts';
import { section } from '../view/facts.ts';
import { askOnce, form, hiddenFields } from '../view/form.ts';
import { type Markup, name, nothing, plainName } from '../view/markup.ts';
import { time } from '../view/time.ts';

/** GET /admin/account: one's language and API tokens. */
export const showAccount = get('/admin/account', (dependencies, call) => draw(dependencies, call));

/** POST /admin/account/language: the person's language, here and in the chat. */
export const setLanguage = post('/admin/account/language', 'read-admin', async ({ control }, call) => {
  const language = call.form.get('language') === 'ru' ? 'ru' : 'en';
  await control.people.setLanguage(call.actor.person.id, language);
  return goTo(call, '/admin/account', { text: textsOf[language].home.languageSet });
});

/** POST /admin/account/tokens: makes a token and shows it, this once. */
export const createToken = post('/admin/account/tokens', 'read-admin', async (dependencies, call) => {
  const tokenName = (call.form.get('name') ?? '').trim();
  const result = await dependencies.control.admin.tokens.create(adminRequest(call), { name: tokenName });
  if (result.type === 'forbidden') return await forbidden(call, result);
  if (result.type === 'invalid')
    return await draw(dependencies, call, { name: tokenName, error: result.fields['name'] });
  if (result.type === 'made-before')
    return goTo(call, '/admin/account', { text: call.scene.texts.home.tokenMadeBefore, isBad: true });
  return await draw(dependencies, call, { secret: result.secret });
});

/** POST /admin/account/tokens/:id/revoke */
export const revokeToken = post('/admin/account/tokens/:id/revoke', 'read-admin', async ({ control }, call) => {
  const result = await control.admin.tokens.revoke(adminRequest(call), call.context.req.param('id') ?? '');
  if (result.type === 'not-found') return await notFound(call);
  if (result.type === 'forbidden') return await forbidden(call, result);
  return goTo(call, '/admin/account', { text: call.scene.texts.home.tokenRevoked });
});

/** What became of an attempt to make a token. */
interface Attempt {
  readonly secret?: string;
  readonly name?: string;
  readonly error?: FieldError | undefined;
}

async function draw({ control }: PanelDependencies, call: Call, attempt: Attempt = {}): Promise<Response> {
  const { scene, actor } = call;
  const { home, people } = scene.texts;
  const tokens = await control.admin.tokens.list({ actor });
  if ('type' in tokens) return await forbidden(call, tokens);
  const body = html`<div class="heading"><h1>${name(actor.person.name)}</h1><span class="role ${actor.role}">${people.roles[actor.role]}</span></div>
${section(home.language, languagePart(scene))}
${section(home.tokens, tokensPart(scene, tokens, attempt))}`;
  return await showPage(call, { title: home.account, body }, attempt.error === undefined ? 200 : 422);
}

function languagePart(scene: SignedIn): Markup {
  const { languages } = scene.texts.settings;
  return html`<form class="languages" method="post" action="/admin/account/language">${hiddenFields({ operation: scene.operation })}
${(['en', 'ru'] as const).map(
  (it) =>
    html`<button name="language" value="${it}" lang="${it}" class="${it === scene.locale ? '' : 'secondary outline'}" aria-pressed="${it === scene.locale}">${languages[it]}</button>`,
)}</form>`;
}

function tokensPart(scene: SignedIn, tokens: readonly ApiToken[], attempt: Attempt): Markup {
  const { home } = scene.texts;
  return html`<p class="soft">${home.tokensAbout}</p>
${attempt.secret === undefined ? nothing : newSecret(scene, attempt.secret)}
${tokens.length === 0 ? html`<p class="empty">${home.tokensNone}</p>` : html`<ul class="tokens">${tokens.map((it) => token(scene, it))}</ul>`}
${form(scene, {
  action: '/admin/account/tokens',
  fields: [
    {
      name: 'name',
      label: home.tokenName,
      input: { type: 'text' },
      value: attempt.name ?? '',
      isRequired: true,
      maxLength: 64,
      error: attempt.error,
    },
  ],
  submit: home.tokenMake,
})}`;
}

function newSecret({ texts: { home } }: SignedIn, secret: string): Markup {
  return html`<div class="note secret" role="status"><p>${home.tokenOnce}</p><p><code data-copy>${secret}</code></p>
<p class="soft">${home.tokenHow} <code>Authorization: Bearer …</code></p></div>`;
}

function token(scene: SignedIn, { tokenId, name: label, createdAt, lastUsedAt }: ApiToken): Markup {
  const { home, frame } = scene.texts;
  return html`<li><div><b>${name(label)}</b><small class="soft">${home.tokenCreated} ${time(scene.locale, createdAt)} · ${home.tokenUsed} ${
    lastUsedAt === null ? frame.never : time(scene.locale, lastUsedAt)
  }</small></div>${askOnce(scene, {
    action: `/admin/account/tokens/${encodeURIComponent(tokenId)}/revoke`,
    label: home.tokenRevoke,
    question: home.tokenRevokeAsk(plainName(label)),
    yes: home.tokenRevoke,
  })}</li>`;
}
