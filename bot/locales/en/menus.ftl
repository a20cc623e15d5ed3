### Cards, menus, adding several at once, and the conversation. Kept in the same order as ../ru/menus.ftl.

## The card

stop-question = Stop the music and leave the voice chat? The queue is kept.
stalled = ⚠ { $count } tracks in a row could not be played, so I've stopped trying. The rest of the queue is kept: /resume tries the next one, and so does adding a track.
card-stalled =
    ⚠ Waiting: <b>{ $name }</b>
    What came before it could not be played. /resume tries this one.
queue-current-stalled = ⚠ Waiting: <b>{ $name }</b>
button-previous = ⏮
button-loop = { $mode ->
        [track] 🔂
        [queue] 🔁 ✓
       *[off] 🔁
    }
button-shuffle = 🔀
button-stop = ⏹
button-stop-yes = ⏹ Stop
button-back = ‹ Back

## The queue

edit-how = ✎ Choose a track by its number.
item-head = <b>{ $position }. { $name }</b>
item-added-by = Added by <code>{ $name }</code>
item-starts-in = starts in { $wait }
item-starts-soon = starts in less than 1 min
item-remove-question = Remove it from the queue?
clear-question = Remove { $count ->
        [one] this track
       *[other] all { $count } tracks
    } from the queue? What plays goes on.
button-edit = ✎ Edit
button-clear = ✕ All
button-clear-yes = ✕ Remove { $count ->
        [one] it
       *[other] all { $count }
    }
button-to-top = ⤒
button-up = ↑
button-down = ↓
button-remove = ✕
button-remove-yes = ✕ Remove

## The settings

settings-title = ⚙ <b>Settings of this chat</b>
setting-line = { $name }: <b>{ $value }</b>
setting-who = Who may add
setting-limit = Per person
setting-fair = Order
setting-votes = Votes to skip
setting-loop = Repeat
setting-volume = Volume
setting-language = Language
setting-deletes = Confirmations
setting-placeholder = Empty queue
setting-value-who = { $value ->
        [everyone] everyone
       *[operators] who manages video chats
    }
setting-value-limit = { $value ->
        [null] no limit
       *[other] { $value }
    }
setting-value-fair = { $value ->
        [true] people take turns
       *[false] as added
    }
setting-value-votes = { $value }%
setting-value-loop = { $value ->
        [track] this track
        [queue] the queue
       *[off] nothing
    }
setting-value-volume = { $value }%
setting-value-language = { $value ->
        [en] English
        [ru] Русский
       *[null] of whoever starts the music
    }
setting-value-deletes = { $value ->
        [true] go after a minute
       *[false] stay
    }
setting-value-placeholder = the usual music
setting-about-who = Who may add tracks here?
setting-about-limit = How many tracks may one person have waiting? People who manage video chats are not limited.
setting-about-fair = In which order do tracks play? Taking turns, somebody who adds ten tracks doesn't keep the others waiting.
setting-about-votes = What share of the listeners skips a track? It takes two votes at least.
setting-about-loop = What shall repeat?
setting-about-volume = How loud shall I play? 100% is the usual volume.
setting-about-language = In which language do I announce things here? Answers are in the language of whoever asks.
setting-about-deletes = Shall routine answers stay, or delete themselves after a minute?
setting-about-placeholder =
    What plays while the queue is empty?
    Answer an audio or video message with /settings, and its sound is what plays then.
button-placeholder-remove = ✕ Back to the usual music
placeholder-done = ⚙ While the queue is empty I play “{ $name }”.
placeholder-several = That is more than one track. Choose one audio or video message.

## Toasts (plain text, at most 200 characters)

toast-redrawn = Somebody was faster. Nothing changed; the message is up to date now.
toast-previous = Back to the one before
toast-no-previous = Nothing has played before this.
toast-loop = { $mode ->
        [track] This track repeats
        [queue] The queue repeats
       *[off] Nothing repeats
    }
toast-shuffled = Shuffled. /undo takes it back.
toast-shuffle-few = There is nothing to shuffle.
toast-stopped = Stopped
toast-already-off = I'm off the air already.
toast-queue-changed = The queue has changed since. Nothing was done; the message is up to date now.
toast-queue-short = There is nothing to do it to; the message is up to date now.
toast-on-top = It plays next
toast-taken-out = Removed
toast-cleared = Cleared. /undo takes it back.
toast-edit-forbidden = Only people who manage video chats here can do that; what you added yourself you can remove.
toast-setting-changed = Done
toast-settings-redrawn = Somebody has changed a setting since. The message is up to date now.
toast-choice-over = That choice is over. Ask again with /play.
toast-choice-other = Only whoever asked chooses here.
toast-adding-other = Only whoever began this can do that.

## Adding several

adding-many = ⏳ Adding { $total } tracks… { $done }/{ $total }
many-nothing = Nothing was added.
many-not-added = Not added:
many-unanswered = “{ $name }”: my player doesn't answer
many-album-unseen = I see only this track of the album. Make me an admin here, and I can add an album whole.
choose-one = Which one?
reason-no-audio = “{ $name }” has no audio
reason-unreadable = “{ $name }” can't be read
reason-empty-file = “{ $name }” is empty
reason-truncated = “{ $name }” is incomplete
reason-zero-length = “{ $name }” is 0 seconds long
reason-file-gone = “{ $name }” is gone from Telegram
reason-too-large = “{ $name }” is too large
reason-url = the link “{ $name }” can't be opened
reason-url-private = “{ $name }” is inside a private network
reason-not-in-library = I don't have “{ $name }”
reason-several = “{ $name }” fits several tracks: send /play with it alone, and I'll ask which
reason-playlist-empty = there is nothing to play in “{ $name }”
reason-playlist-loop = “{ $name }” leads back to itself
reason-playlist-too-long = “{ $name }” goes on beyond 500 tracks
reason-yt-dlp-missing = “{ $name }” is a page, and yt-dlp isn't installed here
reason-yt-dlp-failed = there is no sound to be had from the page “{ $name }”
reason-nothing-found = I found nothing for “{ $name }”
reason-too-long-to-answer = “{ $name }” takes too long to come
reason-other = “{ $name }” can't be played

## Adding one by one

add-begin = ➕ Send me audio, files or links, one after another; they join the queue when you press Done. If I don't react, answer this message with them.
add-count = ➕ { $count ->
        [one] 1 track
       *[other] { $count } tracks
    } so far. Send more, or press Done.
add-last = Last: { $name }
add-full = ➕ { $count } tracks are the most at once. Press Done.
add-cancelled = Nothing was added.
add-begun-anew = Begun anew below; nothing was added from here.
add-done = ➕ { $count ->
        [one] 1 track is on its way into the queue.
       *[other] { $count } tracks are on their way into the queue.
    }
add-anonymous = As an anonymous admin you can't press my buttons in your own name. Add tracks with /play, one message for each.
button-done = Done
button-cancel = Cancel
command-add = Add tracks one by one
