### Что отвечают команды. Порядок тот же, что в ../en/commands.ftl.

## Добавление

added-left = { $left ->
        [one] Не вошёл { $left } трек
        [few] Не вошли { $left } трека
       *[many] Не вошло { $left } треков
    }: здесь у каждого может ждать не больше { $limit }.
over-limit = { $limit ->
        [1] Ваш трек уже ждёт в очереди, а здесь можно добавлять по одному. Следующий — когда этот сыграет.
       *[other] В очереди уже ждут ваши треки ({ $present }), а больше { $limit } здесь нельзя. Добавьте ещё, когда что-нибудь сыграет.
    }
add-forbidden = Добавлять треки здесь могут только те, кто управляет видеочатами.
not-added = Не добавлено: { $reason }
not-added-more = …и ещё { $count }.
choices = Нашлось несколько. Напишите /play и полное название:
choice = { $number }. { $name }
button-top = ⤒ Следующим
button-drop = ✕ Убрать
button-undo = ↶ Отменить
playnext-how = Ответьте на аудио командой /playnext или добавьте ссылку: /playnext https://example.org/song.mp3. Трек зазвучит сразу после этого.

## Что нельзя включить

refusal-playlist-empty = В «{ $name }» нечего играть. Очередь не изменилась.
refusal-playlist-loop = «{ $name }» ссылается сам на себя: у такого списка нет конца.
refusal-playlist-too-long = «{ $name }» длиннее 500 треков, больше за раз не беру.
refusal-yt-dlp-missing = Ссылка ведёт на страницу, а чтобы играть со страниц, нужен yt-dlp — здесь он не установлен. Ссылка на сам файл подойдёт.
refusal-yt-dlp-failed = Достать звук с этой страницы не удалось. Очередь не изменилась.
refusal-nothing-found = По запросу «{ $name }» ничего не нашлось. Попробуйте другие слова, ответьте командой /play на аудио или пришлите ссылку.

## Места в очереди

move-done = ↕ { $name } теперь { $place }.
move-how = В очереди { $length ->
        [one] { $length } трек
        [few] { $length } трека
       *[many] { $length } треков
    }; назовите два числа от 1 до { $length }, например /move { $example }.
move-few = { $length ->
        [0] Очередь пуста, переставлять нечего.
       *[other] В очереди только один трек, переставлять его некуда.
    }
remove-done = ✕ Убрано: { $name }
remove-done-many = ✕ { $count ->
        [one] Убран { $count } трек
        [few] Убрано { $count } трека
       *[many] Убрано { $count } треков
    }.
remove-how = { $length ->
        [1] В очереди один трек: /remove 1 уберёт его.
        [one] В очереди { $length } трек; назовите место или промежуток от 1 до { $length }, например /remove { $example }, /remove 1-2 или /remove all of @olga.
        [few] В очереди { $length } трека; назовите место или промежуток от 1 до { $length }, например /remove { $example }, /remove 1-2 или /remove all of @olga.
       *[many] В очереди { $length } треков; назовите место или промежуток от 1 до { $length }, например /remove { $example }, /remove 1-2 или /remove all of @olga.
    }
remove-empty = Очередь пуста, убирать нечего.
remove-nobody = В очереди нет треков, которые добавил бы { $name }. Кто что добавил, видно в /queue.
remove-namesakes = Людей с именем { $name } здесь несколько. Уберите треки по номеру или упомяните того, кого имеете в виду.
remove-forbidden = Вы можете убрать то, что добавили сами: по одному или всё сразу — /remove all of me. Остальное — дело тех, кто управляет здесь видеочатами.
clear-done = ✕ Очередь очищена: { $count ->
        [one] убран { $count } трек
        [few] убрано { $count } трека
       *[many] убрано { $count } треков
    }. Что играет, то доиграет.
clear-none = Очередь и так пуста.
shuffle-done = 🔀 Перемешано: { $count ->
        [one] { $count } трек
        [few] { $count } трека
       *[many] { $count } треков
    }.
shuffle-few = { $length ->
        [0] Очередь пуста, перемешивать нечего.
       *[other] В очереди только один трек, перемешивать нечего.
    }
edit-stale = Кто-то успел раньше: очередь изменилась, и я ничего не делал. Какая она теперь — в /queue.
undo-add = ↶ Отменено: { $count ->
        [1] «{ $name }» больше не в очереди.
        [one] { $count } трек больше не в очереди.
        [few] { $count } трека больше не в очереди.
       *[many] { $count } треков больше не в очереди.
    }
undo-remove = ↶ Отменено: { $count ->
        [1] «{ $name }» снова в очереди.
        [one] { $count } трек снова в очереди.
        [few] { $count } трека снова в очереди.
       *[many] { $count } треков снова в очереди.
    }
undo-clear = ↶ Отменено: { $count ->
        [one] { $count } трек снова в очереди.
        [few] { $count } трека снова в очереди.
       *[many] { $count } треков снова в очереди.
    }
undo-move = ↶ Отменено: «{ $name }» снова на прежнем месте.
undo-shuffle = ↶ Отменено: очередь снова в прежнем порядке.
undo-none = Отменять нечего.
queue-how = { $count ->
        [1] Очередь умещается на одной странице: она вся в /queue.
        [one] В очереди { $count } страница; назовите номер от 1 до { $count }, например /queue 2.
        [few] В очереди { $count } страницы; назовите номер от 1 до { $count }, например /queue 2.
       *[many] В очереди { $count } страниц; назовите номер от 1 до { $count }, например /queue 2.
    }

## Воспроизведение

pause-done = ⏸ Пауза. Дальше — /resume.
pause-already = Уже на паузе. Дальше — /resume.
resume-done = ▶ Продолжаю.
resume-already = Паузы нет: эфир идёт.
resume-waiting = Продолжу, как только кто-нибудь зайдёт в голосовой чат: так задано в /settings.
resume-stalled = ▶ Пробую «{ $name }».
resume-nothing = Продолжать нечего. Чтобы начать, ответьте на аудио командой /play.
playback-nothing = Сейчас ничего не играет.
playback-stale = Кто-то успел раньше: играет уже другой трек, и я ничего не делал.
previous-done = ⏮ Снова «{ $name }».
previous-none = До этого ничего не играло, возвращаться не к чему.
skip-done-many = ⏭ { $count ->
        [one] Пропущен { $count } трек
        [few] Пропущено { $count } трека
       *[many] Пропущено { $count } треков
    }. Теперь: { $next }
skip-done-many-empty = ⏭ { $count ->
        [one] Пропущен { $count } трек
        [few] Пропущено { $count } трека
       *[many] Пропущено { $count } треков
    }. Очередь пуста.
skip-how = Скажите, сколько пропустить: /skip — этот, /skip 3 — три.
skip-range = { $length ->
        [1] Пропустить можно только то, что играет: /skip.
        [one] Пропустить можно { $length } трек вместе с тем, что играет; назовите число от 1 до { $length }, например /skip 2.
        [few] Пропустить можно { $length } трека вместе с тем, что играет; назовите число от 1 до { $length }, например /skip 2.
       *[many] Пропустить можно { $length } треков вместе с тем, что играет; назовите число от 1 до { $length }, например /skip 2.
    }
seek-done = ⏩ «{ $name }» — с { $position }.
seek-how = Скажите, куда: /seek 1:23 — или на сколько секунд вперёд или назад: /seek +30, /seek -10.
seek-range = «{ $name }» длится { $length }; назовите время поменьше, например /seek { $example }.
seek-live = «{ $name }» идёт вживую, перематывать некуда.
volume-done = 🔊 Громкость: { $percent } %.
volume-now = 🔊 Громкость: { $percent } %. Изменить её можно числом от 0 до 200, например /volume 80.
volume-how = Назовите число от 0 до 200, например /volume 80; обычная громкость — 100.
loop-done = { $mode ->
        [track] 🔂 Этот трек повторяется. Чтобы перестать — /loop off.
        [queue] 🔁 Очередь идёт по кругу: сыгранное становится в конец. Чтобы перестать — /loop off.
       *[off] ➡ Без повторов.
    }
loop-now = { $mode ->
        [track] 🔂 Этот трек повторяется.
        [queue] 🔁 Очередь идёт по кругу.
       *[off] ➡ Без повторов.
    } Изменить: /loop track — трек, /loop queue — очередь, /loop off — ничего.
loop-how = Скажите, что повторять: /loop track — трек, /loop queue — очередь, /loop off — ничего.

## Голосование

vote-ask = 🗳 Пропустить «{ $name }»? Голосов: { $votes } из { $needed }.
vote-done = 🗳 «{ $name }» пропущен, голосов: { $votes } из { $needed }. Теперь: { $next }
vote-done-empty = 🗳 «{ $name }» пропущен, голосов: { $votes } из { $needed }. Очередь пуста.
vote-not-listening = Голосуют те, кто слушает. Зайдите в голосовой чат и напишите /skip ещё раз.
button-vote = Пропустить { $votes }/{ $needed }

## История

history-head = 🕘 Что играло, последнее сверху:
history-now = ▶ { $name }
history-empty = Здесь ещё ничего не играло.
history-nothing-before = До него здесь ничего не играло.
history-row = { $number }. { $name }
history-skipped = пропущен
history-stopped = остановлен
history-failed = ⚠ { $reason ->
        [damaged] файл повреждён
        [gone] недоступен
        [no-answer] сайт не ответил
        [no-audio] в нём нет звука
       *[other] не удалось сыграть
    }
history-how = Назовите число от 1 до { $most }, например /history { $most }.

## Всплывающие ответы (простой текст, до 200 знаков)

toast-vote = Ваш голос учтён: { $votes } из { $needed }.
toast-vote-stale = Этот трек уже кончился, и голосование вместе с ним.
toast-not-listening = Голосуют те, кто слушает: сначала зайдите в голосовой чат.
toast-blocked = Здесь мной пользоваться нельзя: вас заблокировал администратор.
toast-undone = Отменено
toast-queue-stale = С тех пор очередь изменилась, и я ничего не делал. Последнее изменение отменит /undo.
toast-item-next = Будет следующим
toast-item-removed = Убрано
toast-item-gone = Этого трека в очереди уже нет. Ничего не изменилось.
toast-remove-forbidden = Убрать его может тот, кто его добавил, или те, кто управляет здесь видеочатами.

## Список команд

command-playnext = Включить сразу после этого трека
command-history = Что играло
command-previous = К предыдущему треку
command-pause = Пауза
command-resume = Продолжить
command-seek = К месту в треке: 1:23, +30, -10
command-volume = Громкость, 0–200
command-loop = Повтор: track, queue или off
command-shuffle = Перемешать очередь
command-move = Переставить трек: откуда, куда
command-remove = Убрать треки: 3, 2-4, all of @user
command-clear = Очистить очередь
command-undo = Отменить последнее изменение очереди
command-settings = Настройки этого чата
