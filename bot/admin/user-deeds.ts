import type { UserPatch } from '../../control/admin/users.ts';
import type { Role } from '../../control/dependencies.ts';
import { askFor } from './ask.ts';
import { change, type Deed, type DeedCall, expected } from './deed.ts';

const screens = { card: 'user', list: 'users' } as const;
const roles: readonly Role[] = ['user', 'moderator', 'admin', 'owner'];

/** What is done to people. */
export const userDeeds = {
  'change-role': {
    rule: 'manage-people',
    async run(call) {
      const role = roles.find((it) => it === call.view.about);
      if (role === undefined) return { toast: 'toast-outdated', view: { ...call.view, screen: 'user' } };
      return await update(call, { role });
    },
  },
  block: { rule: 'manage-people', run: (call) => update(call, { isBlocked: true }) },
  unblock: { rule: 'manage-people', run: (call) => update(call, { isBlocked: false }) },
  'ask-email': { rule: 'manage-people', run: (call) => askFor(call, 'email') },
  'ask-user-note': { rule: 'manage-people', run: (call) => askFor(call, 'user-note') },
  'delete-user': {
    rule: 'manage-people',
    run(call) {
      const { services, request, view } = call;
      const deleting = services.control.admin.users.delete(request, Number(view.id), view.version ?? undefined);
      return change(call, deleting, { ...screens, isDeleting: true });
    },
  },
} as const satisfies Record<string, Deed>;

function update(call: DeedCall, patch: UserPatch): ReturnType<Deed['run']> {
  const { services, request, view } = call;
  const updating = services.control.admin.users.update(request, Number(view.id), { patch, ...expected(view) });
  return change(call, updating, screens);
}
