### Администрирование в личном чате. Порядок тот же, что в ../en/admin.ftl.

## Первый экран

admin-title = ⚙ <b>Управление</b>
admin-home-users = Меня { $count ->
        [one] знает { $count } человек
        [few] знают { $count } человека
       *[many] знают { $count } человек
    }
admin-home-roles = Из них администраторов { $admins }, модераторов { $moderators }, заблокировано { $blocked }
admin-home-streams = Эфиры: идут { $live }, всего { $count }
admin-home-listeners = Слушают: сейчас { $now }, за сутки не больше { $peak } разом
admin-home-tracks = Треки: за сутки сыграно { $day }, всего { $count }
admin-home-errors = Ошибок за сутки: { $count }
button-admin-users = 👥 Люди
button-admin-streams = 📻 Эфиры
button-admin-tracks = 🎵 Треки
button-admin-audit = 📜 Кто что сделал
button-admin-refresh = ↻ Обновить
button-admin-panel = Открыть панель ↗
admin-forbidden = Это для модераторов и администраторов Efir, а вы не из них. Если должны быть — спросите того, кто меня держит.
admin-gone = Этого уже нет: кто-то удалил.
admin-in-group = Управление показываю только в личном чате, чтобы не читали посторонние. Напишите мне туда.
button-admin-private = Открыть личный чат
cancel-nothing = Отменять нечего.
help-admin =
    Для модераторов и администраторов Efir:
    /admin — люди, эфиры, треки и кто что сделал
    /panel — то же самое в браузере

## Панель

panel-button =
    🔑 Вход в панель. Ссылка сработает один раз, в ближайшие пять минут, и впустит под вашим именем: никому её не передавайте.
panel-link =
    🔑 Вход в панель. Ссылка сработает один раз, в ближайшие пять минут, и впустит под вашим именем: никому её не передавайте. Откройте её на том компьютере, где я работаю:
    { $url }

## Списки

admin-found = всего { $count }
admin-searched = Поиск: <code>{ $words }</code>
admin-nothing = Здесь пусто.
button-admin-search = 🔍 Найти
button-admin-search-forget = ✕ Поиск
button-admin-all = Все
admin-name = <b>{ $name }</b>
admin-username = @{ $username }
admin-id = Номер <code>{ $id }</code>
admin-note = Заметка: <i>{ $note }</i>
admin-seen =
    Впервые: { $first }
    В последний раз: { $last }
admin-ago = { $span } назад
admin-just-now = только что
button-admin-note = ✎ Заметка
button-admin-delete = 🗑 Удалить
button-admin-delete-yes = 🗑 Удалить навсегда
button-admin-erase = ✕ Убрать

## Люди

admin-users-title = 👥 <b>Люди</b>
button-admin-moderators = Модераторы
button-admin-admins = Админы
button-admin-owners = Владельцы
button-admin-blocked = В блоке
admin-role = { $role ->
        [owner] владелец
        [admin] администратор
        [moderator] модератор
       *[user] пользователь
    }
admin-blocked = в блоке
admin-user-head = 👤 <b>{ $name }</b>
admin-user-role = Роль: <b>{ $role ->
        [owner] владелец
        [admin] администратор
        [moderator] модератор
       *[user] пользователь
    }</b>
admin-user-blocked = В блоке: этому человеку я не отвечаю.
admin-user-email = Почта: { $email }
button-admin-role = Роль
button-admin-block = 🚫 Заблокировать
button-admin-unblock = Разблокировать
button-admin-email = ✎ Почта
button-admin-deeds = 📜 Действия
admin-role-question = Какую роль дать?
button-admin-role-to = { $role ->
        [admin] Администратор: люди, эфиры, треки
        [moderator] Модератор: все эфиры, видит всё это
       *[user] Пользователь: без особых прав
    }
admin-role-sure = Дать { $name } роль «{ $to ->
        [admin] администратор
        [moderator] модератор
       *[user] пользователь
    }»? Подействует сразу.
button-admin-role-yes = ✓ Сменить роль
admin-block-sure = Заблокировать { $name }? Скажу об этом один раз и больше отвечать не буду.
button-admin-block-yes = 🚫 Заблокировать
admin-user-delete-sure = Удалить { $name } и всё, что я об этом человеке знаю? Вернуть будет нельзя. Кто напишет мне снова, станет новым пользователем; блокировка останется.

## Эфиры

admin-streams-title = 📻 <b>Эфиры</b>
button-admin-live = Идут сейчас
admin-stream-state = { $state ->
        [playing] в эфире
        [placeholder] в эфире, очередь пуста
        [paused] на паузе
        [joining] входит
        [blocked] не может выйти в эфир
       *[off] не в эфире
    }
admin-stream-head = 📻 <b>{ $name }</b>
admin-stream-is = <b>{ $state ->
        [playing] ▶ В эфире
        [placeholder] 🎶 В эфире, очередь пуста
        [paused] ⏸ На паузе
        [joining] ⏳ Входит в голосовой чат
        [blocked] ⚠ Не может выйти в эфир
       *[off] ⏹ Не в эфире
    }</b>
admin-stream-track = { $name } · { $at }
admin-stream-queue = Очередь: { $count ->
        [0] пуста
        [one] { $count } трек
        [few] { $count } трека
       *[many] { $count } треков
    }
admin-stream-since = В эфире с { $at }
button-admin-settings = ⚙ Настройки
settings-title-elsewhere = ⚙ <b>Настройки того чата</b>
admin-stop-sure = Остановить музыку в «{ $name }» и выйти из голосового чата? Очередь сохранится.
admin-stream-delete-sure = Удалить «{ $name }»: закончить эфир, забыть очередь, настройки и историю? Вернуть будет нельзя. Если там снова включат музыку, всё начнётся с начала.

## Треки

admin-tracks-title = 🎵 <b>Треки</b>
admin-plays-count = { $count ->
        [0] ещё не играл
        [one] сыгран { $count } раз
        [few] сыгран { $count } раза
       *[many] сыгран { $count } раз
    }
admin-track-plays = { $count ->
        [0] Ещё не играл
        [one] Сыгран { $count } раз
        [few] Сыгран { $count } раза
       *[many] Сыгран { $count } раз
    }
admin-track-head = 🎵 <b>{ $name }</b>
admin-track-performer = Исполнитель: { $name }
admin-track-source = Откуда: { $type ->
        [telegram] Telegram
        [library] фонотека
        [live] радио
        [yt-dlp] страница, через yt-dlp
       *[http] ссылка
    }
admin-track-last = Играл { $at }
admin-track-renamed = Назван здесь, а не в файле
button-admin-title = ✎ Название
button-admin-performer = ✎ Исполнитель
admin-track-delete-sure = Удалить «{ $name }» вместе с историей и подготовленным файлом? Вернуть будет нельзя. В очередях, где он стоит, он останется.
admin-track-delete-library = Удалить «{ $name }» вместе с историей, подготовленным файлом и файлом в фонотеке? Вернуть будет нельзя.

## Кто что сделал

admin-audit-title = 📜 <b>Кто что сделал</b>
admin-audit-of = Только { $name }
admin-kind = { $kind ->
        [user] люди
        [stream] эфиры
        [track] треки
        [queue] очереди
        [playback] воспроизведение
        [settings] настройки
        [auto-end] авто-завершение
        [token] ключи API
        [panel] панель
       *[other] { $kind }
    }
admin-audit-kind = Раздел: { $kind ->
        [user] люди
        [stream] эфиры
        [track] треки
        [queue] очереди
        [playback] воспроизведение
        [settings] настройки
        [auto-end] авто-завершение
        [token] ключи API
        [panel] панель
       *[other] { $kind }
    }
button-admin-kinds = Раздел
admin-kinds-question = 📜 Какой раздел?
admin-action = { $action ->
        [user-create] добавлен человек
        [user-edit] изменены данные человека
        [user-rename] человек переименован
        [user-role] сменилась роль
        [user-block] человек заблокирован
        [user-unblock] человек разблокирован
        [user-delete] человек удалён
        [stream-create] добавлен эфир
        [stream-edit] изменены данные эфира
        [stream-rename] эфир переименован
        [stream-delete] эфир удалён
        [stream-stop] эфир остановлен
        [stream-resume] эфир возобновлён
        [track-create] добавлен трек
        [track-edit] изменены данные трека
        [track-rename] трек переименован
        [track-delete] трек удалён
        [queue-add] добавлено в очередь
        [queue-move] перестановка в очереди
        [queue-remove] убрано из очереди
        [queue-remove-of] убраны треки одного человека
        [queue-clear] очередь очищена
        [queue-shuffle] очередь перемешана
        [queue-undo] правка очереди отменена
        [playback-skip] трек пропущен
        [playback-vote-skip] трек пропущен голосованием
        [playback-previous] возврат к прошлому треку
        [playback-pause] пауза
        [playback-resume] снова играет
        [playback-seek] перемотка
        [settings-change] изменены настройки
        [auto-end-keep] эфир продлён
        [token-create] создан ключ API
        [token-revoke] отозван ключ API
        [panel-sign-in] вход в панель
       *[other] { $action }
    }
admin-entry-row = <b>{ $who }</b>: { $action } · <code>{ $target }</code> · { $at }
admin-entry-head = 📜 <b>{ $action }</b> · <code>{ $target }</code>
admin-entry-by = <code>{ $code }</code>: { $who } (<code>{ $id }</code>), { $origin ->
        [panel] в панели
        [api] через API
        [system] само собой
       *[chat] в чате
    }
admin-entry-before = Было: <code>{ $value }</code>
admin-entry-after = Стало: <code>{ $value }</code>
admin-entry-reverted = Отменено: см. запись { $id }
button-admin-revert = ↶ Вернуть как было
admin-revert-sure = Вернуть как было? Об этом тоже останется запись.
button-admin-revert-yes = ↶ Вернуть

## Вопросы

admin-ask-users = 🔍 Кого ищем? Пришлите часть имени, @имени или почты либо номер.
admin-ask-streams = 🔍 Какой эфир? Пришлите часть названия или @имени либо номер.
admin-ask-tracks = 🔍 Какой трек? Пришлите часть названия или исполнителя.
admin-ask-audit = 🔍 Чьё или о чём? Пришлите часть имени, действия вроде user.role или цели вроде user:42.
admin-ask-email = ✎ Пришлите новый адрес почты.
admin-ask-note = ✎ Пришлите новую заметку. Её читают только модераторы и администраторы.
admin-ask-title = ✎ Пришлите новое название. Теперь оно главнее того, что в файле.
admin-ask-performer = ✎ Пришлите нового исполнителя. Теперь он главнее того, что в файле.
admin-ask-text = Пришлите это текстом или нажмите «Отмена».
admin-cancelled = Ничего не изменилось.
admin-invalid = { $code ->
        [not-an-email] Это не адрес почты. Адрес выглядит так: olga@example.org.
        [taken] Это уже занято кем-то другим.
        [required] Пустым это быть не может.
        [too-long] Слишком длинно: самое большее { $limit } знаков.
        [out-of-range] Нужно от { $from } до { $to }.
       *[other] Такое не подойдёт.
    } Попробуйте ещё раз или нажмите «Отмена».

## Всплывающие ответы (простой текст, до 200 знаков)

toast-admin-needs = { $needs ->
        [owner] Это может только владелец Efir.
        [admin] Это могут только администраторы Efir.
        [moderator] Это могут только модераторы и администраторы Efir.
       *[nobody] С этим человеком так нельзя: ни с собой, ни с владельцами.
    }
toast-admin-gone = Этого уже нет: кто-то удалил.
toast-admin-changed = Кто-то успел это изменить. Я ничего не сделал, сообщение обновлено.
toast-admin-redrawn = С тех пор что-то изменилось. Я ничего не сделал, сообщение обновлено.
toast-admin-private = Это работает только в личном чате.
toast-admin-already-off = Этот эфир и так не идёт.
toast-admin-nothing-kept = Продолжать нечего: очередь там пуста.
toast-admin-not-reversible = Это вернуть нельзя.
toast-admin-revert-stale = С тех пор это меняли или уже вернули. Я ничего не сделал.

## Список команд

command-admin = Люди, эфиры, треки, кто что сделал
command-panel = Управление в браузере
command-cancel = Отменить
