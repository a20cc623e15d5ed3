import { html } from 'hono/html';
import type { UserView } from '../../../../control/admin/users.ts';
import { showPage } from '../../answers.ts';
import type { PanelDependencies } from '../../panel-dependencies.ts';
import type { Call } from '../../panel-route.ts';
import { readTrail } from '../../read-trail.ts';
import { mayDo, type SignedIn } from '../../scene.ts';
import { facts, section } from '../../view/facts.ts';
import { askOnce, form } from '../../view/form.ts';
import { type Markup, name, nothing, plainName } from '../../view/markup.ts';
import { personName } from '../../view/person-name.ts';
import { time } from '../../view/time.ts';
import { shortAudit } from '../audit/audit-table.ts';
import { type FormTrouble, inputOf, type UserInput, userFields } from './user-form.ts';

/** What became of an attempt to save: what was written stays in the form. */
export interface UserAttempt extends FormTrouble {
  readonly input: UserInput;
  readonly problem: string;
  readonly status: 409 | 422;
}

/** Draws the page of a person: what is known, the form, what was done to them. */
export async function drawUser(
  { control }: PanelDependencies,
  call: Call,
  user: UserView,
  attempt?: UserAttempt,
): Promise<Response> {
  const { scene, actor } = call;
  const { people } = scene.texts;
  const [history, deeds] = await Promise.all([
    readTrail(control.admin.audit, actor, { target: `user:${user.id}` }),
    readTrail(control.admin.audit, actor, { adminId: user.id }),
  ]);
  const isManageable = control.admin.users.mayManage({ actor }, user);
  const body = html`<div class="heading"><h1>${name(personName(user))}</h1><span class="role ${user.role}">${people.roles[user.role]}</span>
${user.isBlocked ? html`<span class="tag bad">${people.blocked}</span>` : nothing}</div>
<div class="columns"><div>
${section(people.edit, editPart(scene, user, isManageable, attempt))}
</div><div>
${section(people.facts, aboutPart(scene, user))}
${section(people.history, shortAudit(scene, history, people.noHistory))}
${deeds.length === 0 ? nothing : section(people.deeds, html`${shortAudit(scene, deeds, '')}<p><a href="/admin/audit?who=${user.id}">${scene.texts.home.allAudit}</a></p>`)}
</div></div>`;
  return await showPage(call, { title: plainName(personName(user)), body }, attempt?.status ?? 200);
}

function aboutPart({ texts: { people, frame }, locale }: SignedIn, user: UserView): Markup {
  return facts([
    [people.id, html`<code>${user.id}</code>`],
    [people.username, user.username === null ? frame.unset : name(`@${user.username}`)],
    [people.email, name(user.email ?? frame.unset)],
    ...(user.note === null ? [] : [[people.note, name(user.note)] as const]),
    [people.language, user.language ?? user.languageCode ?? frame.unset],
    [people.firstSeen, time(locale, user.firstSeenAt)],
    [people.lastSeen, time(locale, user.lastSeenAt)],
  ]);
}

function editPart(scene: SignedIn, user: UserView, isManageable: boolean, attempt?: UserAttempt): Markup {
  const { people, frame } = scene.texts;
  const isOwn = user.id === scene.viewer.actor.person.id;
  const isOwner = user.role === 'owner';
  if (!mayDo(scene, 'manage-people')) return html`<p class="soft">${people.readOnlyHere}</p>`;
  if (!isManageable && !isOwn) return html`<p class="soft">${isOwner ? people.ownerRow : people.readOnly}</p>`;
  const { input = inputOf(user), problem, ...trouble } = attempt ?? {};
  const action = `/admin/users/${user.id}`;
  return html`${isOwn ? html`<p class="soft">${people.ownRow}</p>` : nothing}
${form(scene, {
  action,
  fields: userFields(scene, input, { ...trouble, isNew: false, isOwn }),
  submit: frame.save,
  hidden: { version: String(user.version) },
  problem,
})}
${
  isOwn
    ? nothing
    : askOnce(scene, {
        action: `${action}/delete`,
        label: people.remove,
        question: people.removeAsk(plainName(personName(user))),
        yes: people.removeYes,
        hidden: { version: String(user.version) },
      })
}`;
}
