import type { User } from '../../../storage/sql/records.ts';
import { may, refuseManaging } from '../../policy.ts';
import { type AdminDependencies, forbidden } from '../admin-dependencies.ts';
import { mapEach, mapPage } from '../map-rows.ts';
import type { UserAdministration } from '../users.ts';
import { createUser } from './create-user.ts';
import { deleteUser } from './delete-user.ts';
import { updateMany } from './update-many.ts';
import { updateUser } from './update-user.ts';
import { toUserView } from './user-view.ts';

/** Binds the use cases on people. */
export function createUserAdministration(dependencies: AdminDependencies): UserAdministration {
  const { records, ownerIds } = dependencies;
  const view = (user: User) => toUserView(user, ownerIds);
  return {
    async list({ actor }, query) {
      if (!may(actor, 'read-admin')) return forbidden('read-admin');
      return mapPage(await records.users.list({ ...query, ownerIds }), view);
    },
    each({ actor }, query) {
      if (!may(actor, 'read-admin')) return forbidden('read-admin');
      return mapEach(records.users.each({ ...query, ownerIds }), view);
    },
    async find({ actor }, id) {
      if (!may(actor, 'read-admin')) return forbidden('read-admin');
      const user = await records.users.find(id);
      return user === null ? { type: 'not-found' } : { type: 'done', value: view(user) };
    },
    create: (request, user) => createUser(dependencies, request, user),
    update: (request, id, change) => updateUser(dependencies, request, id, change),
    delete: (request, id, expectedVersion) => deleteUser(dependencies, request, id, expectedVersion),
    updateMany: (request, ids, patch) => updateMany(dependencies, request, ids, patch),
    mayManage: ({ actor }, target) => refuseManaging(actor, target, 'standing') === null,
  };
}
