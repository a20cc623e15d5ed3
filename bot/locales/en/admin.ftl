### The administration in the private chat. Kept in the same order as ../ru/admin.ftl.

## The first screen

admin-title = ⚙ <b>Administration</b>
admin-home-users = { $count ->
        [one] { $count } person
       *[other] { $count } people
    } know me
admin-home-roles = Among them: admins { $admins }, moderators { $moderators }, blocked { $blocked }
admin-home-streams = Streams: { $live } on the air, { $count } known
admin-home-listeners = Listening: { $now } now, at most { $peak } at a time in 24 hours
admin-home-tracks = Tracks: { $day } played in 24 hours, { $count } known
admin-home-errors = Errors in 24 hours: { $count }
button-admin-users = 👥 Users
button-admin-streams = 📻 Streams
button-admin-tracks = 🎵 Tracks
button-admin-audit = 📜 Who did what
button-admin-refresh = ↻ Refresh
button-admin-panel = Open the panel ↗
admin-forbidden = This is for moderators and admins of Efir, and you are neither. If you should be one, ask whoever runs me.
admin-gone = That is gone by now: somebody has deleted it.
admin-in-group = I show the administration in our private chat only: others needn't read along. Write to me there.
button-admin-private = Open the private chat
cancel-nothing = There is nothing to cancel.
help-admin =
    For moderators and admins of Efir:
    /admin – users, streams, tracks, and who did what
    /panel – the same in a browser

## The panel

panel-button =
    🔑 Your way into the panel. The link works once, for five minutes, and it signs in as you: don't pass it on.
panel-link =
    🔑 Your way into the panel. The link works once, for five minutes, and it signs in as you: don't pass it on. Open it on the computer that I run on:
    { $url }

## Lists

admin-found = { $count } in all
admin-searched = Search: <code>{ $words }</code>
admin-nothing = Nothing here.
button-admin-search = 🔍 Search
button-admin-search-forget = ✕ Search
button-admin-all = All
admin-name = <b>{ $name }</b>
admin-username = @{ $username }
admin-id = Id <code>{ $id }</code>
admin-note = Note: <i>{ $note }</i>
admin-seen =
    First seen: { $first }
    Last seen: { $last }
admin-ago = { $span } ago
admin-just-now = just now
button-admin-note = ✎ Note
button-admin-delete = 🗑 Delete
button-admin-delete-yes = 🗑 Delete for good
button-admin-erase = ✕ Remove

## Users

admin-users-title = 👥 <b>Users</b>
button-admin-moderators = Moderators
button-admin-admins = Admins
button-admin-owners = Owners
button-admin-blocked = Blocked
admin-role = { $role ->
        [owner] owner
        [admin] admin
        [moderator] moderator
       *[user] user
    }
admin-blocked = blocked
admin-user-head = 👤 <b>{ $name }</b>
admin-user-role = Role: <b>{ $role ->
        [owner] owner
        [admin] admin
        [moderator] moderator
       *[user] user
    }</b>
admin-user-blocked = Blocked: I don't answer this person.
admin-user-email = Email: { $email }
button-admin-role = Role
button-admin-block = 🚫 Block
button-admin-unblock = Unblock
button-admin-email = ✎ Email
button-admin-deeds = 📜 What they did
admin-role-question = Which role instead?
button-admin-role-to = { $role ->
        [admin] Admin: manages people, streams and tracks
        [moderator] Moderator: steers all streams, reads all this
       *[user] User: no special rights
    }
admin-role-sure = Make { $name } { $to ->
        [admin] an admin
        [moderator] a moderator
       *[user] a plain user
    }? It counts at once.
button-admin-role-yes = ✓ Change the role
admin-block-sure = Block { $name }? I'll tell them once, and not answer them any more.
button-admin-block-yes = 🚫 Block
admin-user-delete-sure = Delete what I know of { $name }? It can't be undone. Who writes to me again is a new user; a block stays.

## Streams

admin-streams-title = 📻 <b>Streams</b>
button-admin-live = On the air
admin-stream-state = { $state ->
        [playing] on the air
        [placeholder] on the air, queue empty
        [paused] paused
        [joining] joining
        [blocked] can't get on the air
       *[off] off
    }
admin-stream-head = 📻 <b>{ $name }</b>
admin-stream-is = <b>{ $state ->
        [playing] ▶ On the air
        [placeholder] 🎶 On the air, the queue is empty
        [paused] ⏸ Paused
        [joining] ⏳ Joining the voice chat
        [blocked] ⚠ Can't get on the air
       *[off] ⏹ Off the air
    }</b>
admin-stream-track = { $name } · { $at }
admin-stream-queue = Queue: { $count ->
        [0] empty
        [one] { $count } track
       *[other] { $count } tracks
    }
admin-stream-since = On the air since { $at }
button-admin-settings = ⚙ Settings
settings-title-elsewhere = ⚙ <b>Settings of that chat</b>
admin-stop-sure = Stop the music in “{ $name }” and leave the voice chat? The queue is kept.
admin-stream-delete-sure = Delete “{ $name }”: end it, and forget its queue, settings and history? It can't be undone. When somebody plays there again it begins anew.

## Tracks

admin-tracks-title = 🎵 <b>Tracks</b>
admin-plays-count = { $count ->
        [0] never played
        [one] played once
       *[other] played { $count } times
    }
admin-track-plays = { $count ->
        [0] Never played
        [one] Played once
       *[other] Played { $count } times
    }
admin-track-head = 🎵 <b>{ $name }</b>
admin-track-performer = By { $name }
admin-track-source = From { $type ->
        [telegram] Telegram
        [library] the library
        [live] a radio station
        [yt-dlp] a page, by yt-dlp
       *[http] a link
    }
admin-track-last = Last played { $at }
admin-track-renamed = Named here, not by its file
button-admin-title = ✎ Title
button-admin-performer = ✎ Performer
admin-track-delete-sure = Delete “{ $name }” with its plays and its prepared file? It can't be undone. Where it stands in a queue it goes on standing.
admin-track-delete-library = Delete “{ $name }” with its plays, its prepared file and the file in the library? It can't be undone.

## Who did what

admin-audit-title = 📜 <b>Who did what</b>
admin-audit-of = Only: { $name }
admin-kind = { $kind ->
        [user] people
        [stream] streams
        [track] tracks
        [queue] queues
        [playback] playback
        [settings] settings
        [auto-end] auto-end
        [token] API tokens
        [panel] the panel
       *[other] { $kind }
    }
admin-audit-kind = Kind: { $kind ->
        [user] people
        [stream] streams
        [track] tracks
        [queue] queues
        [playback] playback
        [settings] settings
        [auto-end] auto-end
        [token] API tokens
        [panel] the panel
       *[other] { $kind }
    }
button-admin-kinds = Kind
admin-kinds-question = 📜 Which kind?
admin-action = { $action ->
        [user-create] a user was added
        [user-edit] a user was edited
        [user-rename] a user was renamed
        [user-role] a role was changed
        [user-block] a user was blocked
        [user-unblock] a user was unblocked
        [user-delete] a user was deleted
        [stream-create] a stream was added
        [stream-edit] a stream was edited
        [stream-rename] a stream was renamed
        [stream-delete] a stream was deleted
        [stream-stop] off the air
        [stream-resume] on the air again
        [track-create] a track was added
        [track-edit] a track was edited
        [track-rename] a track was renamed
        [track-delete] a track was deleted
        [queue-add] added to the queue
        [queue-move] moved in the queue
        [queue-remove] removed from the queue
        [queue-remove-of] somebody’s tracks were removed
        [queue-clear] the queue was cleared
        [queue-shuffle] the queue was shuffled
        [queue-undo] an edit of the queue was undone
        [playback-skip] a track was skipped
        [playback-vote-skip] a track was skipped by vote
        [playback-previous] back to the track before
        [playback-pause] paused
        [playback-resume] went on
        [playback-seek] jumped within the track
        [settings-change] settings were changed
        [auto-end-keep] kept playing
        [token-create] an API token was made
        [token-revoke] an API token was revoked
        [panel-sign-in] signed in to the panel
       *[other] { $action }
    }
admin-entry-row = <b>{ $who }</b>: { $action } · <code>{ $target }</code> · { $at }
admin-entry-head = 📜 <b>{ $action }</b> · <code>{ $target }</code>
admin-entry-by = <code>{ $code }</code> by { $who } (<code>{ $id }</code>), { $origin ->
        [panel] in the panel
        [api] by the API
        [system] by itself
       *[chat] in the chat
    }
admin-entry-before = Before: <code>{ $value }</code>
admin-entry-after = After: <code>{ $value }</code>
admin-entry-reverted = Taken back: see entry { $id }
button-admin-revert = ↶ Take it back
admin-revert-sure = Take it back? Everything is as it was before then. This is written down, too.
button-admin-revert-yes = ↶ Take it back

## Questions

admin-ask-users = 🔍 Whom do you look for? Send a part of a name, @username or email, or an id.
admin-ask-streams = 🔍 Which stream? Send a part of a title or @username, or an id.
admin-ask-tracks = 🔍 Which track? Send a part of a title or performer.
admin-ask-audit = 🔍 Whose deeds, or about what? Send a part of a name, of an action like user.role, or of a target like user:42.
admin-ask-email = ✎ Send me the new email address.
admin-ask-note = ✎ Send me the new note. Only moderators and admins read it.
admin-ask-title = ✎ Send me the new title. It counts from now on, whatever the file says.
admin-ask-performer = ✎ Send me the new performer. It counts from now on, whatever the file says.
admin-ask-text = Send it as a text, please, or press Cancel.
admin-cancelled = Nothing was changed.
admin-invalid = { $code ->
        [not-an-email] That isn't an email address. One looks like this: olga@example.org
        [taken] Somebody else has that already.
        [required] That can't be empty.
        [too-long] That is too long: { $limit } characters are the most.
        [out-of-range] That must be from { $from } to { $to }.
       *[other] I can't take that.
    } Try again, or press Cancel.

## Toasts (plain text, at most 200 characters)

toast-admin-needs = { $needs ->
        [owner] Only an owner of Efir can do that.
        [admin] Only admins of Efir can do that.
        [moderator] Only moderators and admins of Efir can do that.
       *[nobody] That can't be done to this person: not to oneself, and not to owners.
    }
toast-admin-gone = That is gone by now: somebody has deleted it.
toast-admin-changed = Somebody has changed it meanwhile. Nothing was done; the message is up to date now.
toast-admin-redrawn = Something has changed meanwhile. Nothing was done; the message is up to date now.
toast-admin-private = This works in our private chat only.
toast-admin-already-off = It is off the air already.
toast-admin-nothing-kept = There is nothing to go on with: its queue is empty.
toast-admin-not-reversible = This can't be taken back.
toast-admin-revert-stale = It was changed again since, or taken back already. Nothing was done.

## Command list

command-admin = Users, streams, tracks, who did what
command-panel = The administration in a browser
command-cancel = Never mind
