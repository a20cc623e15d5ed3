import type { ScreenName } from './admin-view.ts';
import { drawAudit, drawAuditKinds, drawEntry, drawEntryRevertSure } from './audit-screen.ts';
import { drawHome } from './home-screen.ts';
import type { DrawScreen } from './screen.ts';
import { drawStream, drawStreamDeleteSure, drawStreamStopSure } from './stream-screen.ts';
import { drawStreams } from './streams-screen.ts';
import { drawTrack, drawTrackDeleteSure, drawTracks } from './tracks-screen.ts';
import { drawUser, drawUserBlockSure, drawUserDeleteSure, drawUserRole, drawUserRoleSure } from './user-screen.ts';
import { drawUsers } from './users-screen.ts';

/** Everything that the administration shows. */
export const screens: Readonly<Record<ScreenName, DrawScreen>> = {
  home: drawHome,
  users: drawUsers,
  user: drawUser,
  'user-role': drawUserRole,
  'user-role-sure': drawUserRoleSure,
  'user-block-sure': drawUserBlockSure,
  'user-delete-sure': drawUserDeleteSure,
  streams: drawStreams,
  stream: drawStream,
  'stream-stop-sure': drawStreamStopSure,
  'stream-delete-sure': drawStreamDeleteSure,
  tracks: drawTracks,
  track: drawTrack,
  'track-delete-sure': drawTrackDeleteSure,
  audit: drawAudit,
  'audit-kinds': drawAuditKinds,
  entry: drawEntry,
  'entry-revert-sure': drawEntryRevertSure,
};
