### Карточки, меню, добавление многого сразу и диалог. Порядок тот же, что в ../en/menus.ftl.

## Карточка

stop-question = Остановить музыку и выйти из голосового чата? Очередь сохранится.
stalled = ⚠ Не удалось сыграть { $count ->
        [one] { $count } трек
        [few] { $count } трека
       *[many] { $count } треков
    } подряд, поэтому дальше не пробую. Остальная очередь цела: /resume попробует следующий, новый трек — тоже.
card-stalled =
    ⚠ Ждёт: <b>{ $name }</b>
    То, что было до него, сыграть не удалось. /resume попробует этот трек.
queue-current-stalled = ⚠ Ждёт: <b>{ $name }</b>
button-previous = ⏮
button-loop = { $mode ->
        [track] 🔂
        [queue] 🔁 ✓
       *[off] 🔁
    }
button-shuffle = 🔀
button-stop = ⏹
button-stop-yes = ⏹ Остановить
button-back = ‹ Назад

## Очередь

edit-how = ✎ Выберите трек по номеру.
item-head = <b>{ $position }. { $name }</b>
item-added-by = От <code>{ $name }</code>
item-starts-in = начнётся через { $wait }
item-starts-soon = начнётся меньше чем через 1 мин
item-remove-question = Убрать его из очереди?
clear-question = Убрать из очереди { $count ->
        [one] { $count } трек
        [few] все { $count } трека
       *[many] все { $count } треков
    }? То, что играет, доиграет.
button-edit = ✎ Изменить
button-clear = ✕ Все
button-clear-yes = ✕ Убрать { $count ->
        [1] его
       *[other] все: { $count }
    }
button-to-top = ⤒
button-up = ↑
button-down = ↓
button-remove = ✕
button-remove-yes = ✕ Убрать

## Настройки

settings-title = ⚙ <b>Настройки этого чата</b>
setting-line = { $name }: <b>{ $value }</b>
setting-who = Кто добавляет
setting-limit = На человека
setting-fair = Порядок
setting-votes = Голоса за пропуск
setting-loop = Повтор
setting-volume = Громкость
setting-language = Язык
setting-deletes = Подтверждения
setting-placeholder = Пустая очередь
setting-value-who = { $value ->
        [everyone] все
       *[operators] кто управляет видеочатами
    }
setting-value-limit = { $value ->
        [null] без ограничений
       *[other] { $value }
    }
setting-value-fair = { $value ->
        [true] все по очереди
       *[false] как добавили
    }
setting-value-votes = { $value } %
setting-value-loop = { $value ->
        [track] этот трек
        [queue] вся очередь
       *[off] нет
    }
setting-value-volume = { $value } %
setting-value-language = { $value ->
        [en] English
        [ru] Русский
       *[null] того, кто включил музыку
    }
setting-value-deletes = { $value ->
        [true] исчезают через минуту
       *[false] остаются
    }
setting-value-placeholder = обычная музыка
setting-about-who = Кто может добавлять треки?
setting-about-limit = Сколько треков одного человека может ждать в очереди? Тех, кто управляет видеочатами, это не касается.
setting-about-fair = В каком порядке играть? Если все по очереди, десять треков одного человека не заставят ждать остальных.
setting-about-votes = Какая доля слушателей пропускает трек? Нужно не меньше двух голосов.
setting-about-loop = Что повторять?
setting-about-volume = Как громко играть? 100 % — обычная громкость.
setting-about-language = На каком языке делать здесь объявления? Отвечаю я на языке того, кто спросил.
setting-about-deletes = Обычные ответы оставлять или убирать через минуту?
setting-about-placeholder =
    Что играет, пока очередь пуста?
    Ответьте на аудио или видео командой /settings — и тогда будет звучать оно.
button-placeholder-remove = ✕ Вернуть обычную музыку
placeholder-done = ⚙ Пока очередь пуста, играю «{ $name }».
placeholder-several = Это не один трек. Выберите одно аудио или видео.

## Всплывающие ответы (простой текст, до 200 знаков)

toast-redrawn = Кто-то успел раньше. Ничего не изменилось, сообщение обновлено.
toast-previous = Возвращаюсь к прошлому
toast-no-previous = До этого ничего не играло.
toast-loop = { $mode ->
        [track] Этот трек повторяется
        [queue] Очередь повторяется
       *[off] Повтора нет
    }
toast-shuffled = Перемешано. /undo вернёт как было.
toast-shuffle-few = Перемешивать нечего.
toast-stopped = Остановлено
toast-already-off = Я и так не в эфире.
toast-queue-changed = Очередь с тех пор изменилась. Я ничего не сделал, сообщение обновлено.
toast-queue-short = Тут уже не с чем это сделать; сообщение обновлено.
toast-on-top = Сыграет следующим
toast-taken-out = Убрано
toast-cleared = Очередь пуста. /undo вернёт её.
toast-edit-forbidden = Это могут те, кто управляет здесь видеочатами; добавленное вами вы можете убрать и сами.
toast-setting-changed = Готово
toast-settings-redrawn = Настройки с тех пор изменились, сообщение обновлено.
toast-choice-over = Этот выбор устарел. Спросите снова через /play.
toast-choice-other = Выбирает тот, кто спросил.
toast-adding-other = Это может только тот, кто начал.

## Добавление нескольких

adding-many = ⏳ Добавляю { $total ->
        [one] { $total } трек
        [few] { $total } трека
       *[many] { $total } треков
    }… { $done }/{ $total }
many-nothing = Ничего не добавлено.
many-not-added = Не добавлено:
many-unanswered = «{ $name }»: проигрыватель не отвечает
many-album-unseen = Из этого альбома мне виден только один трек. Сделайте меня администратором, и я смогу добавить альбом целиком.
choose-one = Что из этого?
reason-no-audio = в «{ $name }» нет звука
reason-unreadable = «{ $name }» не читается
reason-empty-file = «{ $name }» — пустой файл
reason-truncated = «{ $name }» — не до конца
reason-zero-length = «{ $name }» длится 0 секунд
reason-file-gone = «{ $name }» в Telegram больше нет
reason-too-large = «{ $name }» — слишком большой файл
reason-url = ссылка «{ $name }» не открывается
reason-url-private = «{ $name }» — внутри частной сети
reason-not-in-library = «{ $name }» у меня нет
reason-several = «{ $name }» подходит к нескольким трекам: пришлите /play только с ним, и я спрошу, какой
reason-playlist-empty = в «{ $name }» нечего играть
reason-playlist-loop = «{ $name }» ссылается сам на себя
reason-playlist-too-long = «{ $name }» длиннее 500 треков
reason-yt-dlp-missing = «{ $name }» — страница, а yt-dlp здесь не установлен
reason-yt-dlp-failed = со страницы «{ $name }» не удалось достать звук
reason-nothing-found = по запросу «{ $name }» ничего не нашлось
reason-too-long-to-answer = «{ $name }» приходит слишком долго
reason-other = «{ $name }» не удаётся сыграть

## Добавление по одному

add-begin = ➕ Присылайте аудио, файлы или ссылки по одному; в очередь они встанут, когда нажмёте «Готово». Если не реагирую, отвечайте ими на это сообщение.
add-count = ➕ Пока { $count ->
        [one] { $count } трек
        [few] { $count } трека
       *[many] { $count } треков
    }. Присылайте ещё или нажмите «Готово».
add-last = Последний: { $name }
add-full = ➕ { $count } — больше за раз нельзя. Нажмите «Готово».
add-cancelled = Ничего не добавлено.
add-begun-anew = Начато заново ниже; отсюда ничего не добавлено.
add-done = ➕ { $count ->
        [one] { $count } трек отправляется
        [few] { $count } трека отправляются
       *[many] { $count } треков отправляются
    } в очередь.
add-anonymous = Анонимный администратор нажимает кнопки под другим именем, так что это не сработает. Добавляйте треки командой /play.
button-done = Готово
button-cancel = Отмена
command-add = Добавить треки по одному
