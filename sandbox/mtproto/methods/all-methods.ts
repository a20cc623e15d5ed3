import type { Method } from '../method.ts';
import type { Services } from '../services.ts';
import { createCallLifeMethods } from './call-life.ts';
import { createCallParticipantMethods } from './call-participants.ts';
import { createCallPresenceMethods } from './call-presence.ts';
import { createChatMethods } from './chats.ts';
import { createHelpMethods } from './help.ts';
import { createInviteMethods } from './invites.ts';
import { createMessageMethods } from './messages.ts';
import { createSignInMethods } from './sign-in.ts';
import { createPasswordMethods } from './sign-in-password.ts';
import { createQrMethods } from './sign-in-qr.ts';
import { createUploadMethods } from './upload.ts';
import { createUserMethods } from './users.ts';

/** Every method that the sandbox knows; any other is METHOD_NOT_FOUND. */
export function createMethods(services: Services): Method[] {
  return [
    ...createHelpMethods(services),
    ...createUserMethods(services),
    ...createChatMethods(services),
    ...createInviteMethods(services),
    ...createMessageMethods(services),
    ...createUploadMethods(services),
    ...createCallLifeMethods(services),
    ...createCallPresenceMethods(services),
    ...createCallParticipantMethods(services),
    ...createSignInMethods(services),
    ...createPasswordMethods(services),
    ...createQrMethods(services),
  ];
}
