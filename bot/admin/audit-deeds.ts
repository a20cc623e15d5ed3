import { change, type Deed } from './deed.ts';

/** What is done to entries of the audit. */
export const auditDeeds = {
  revert: {
    // The lowest that may take anything back; what exactly is up to the use case.
    rule: 'read-admin',
    async run(call) {
      const { services, request, view } = call;
      const result = await services.control.admin.audit.revert(request, Number(view.id));
      switch (result.type) {
        case 'not-reversible':
          return { toast: 'toast-admin-not-reversible', view: { ...view, screen: 'entry', deed: null } };
        case 'stale':
          return { toast: 'toast-admin-revert-stale', view: { ...view, screen: 'entry', deed: null } };
        default:
          return await change(call, Promise.resolve(result), { card: 'entry', list: 'audit' });
      }
    },
  },
} as const satisfies Record<string, Deed>;
