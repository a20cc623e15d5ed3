/** Where a command list applies (https://core.telegram.org/bots/api#botcommandscope). */
export interface CommandScope {
  readonly type:
    | 'default'
    | 'all_private_chats'
    | 'all_group_chats'
    | 'all_chat_administrators'
    | 'chat'
    | 'chat_administrators'
    | 'chat_member';
  readonly chatId?: number;
  readonly userId?: number;
}

/** One line of the command menu. */
export interface BotCommand {
  readonly command: string;
  readonly description: string;
}

/** Who looks at the menu, and where. */
export interface CommandViewer {
  readonly chatId: number;
  readonly userId: number;
  readonly isPrivate: boolean;
  readonly isAdministrator: boolean;
  readonly languageCode: string;
}

/** What a bot tells of itself: command menus, names and descriptions by language. In memory: bots set them at every start. */
export interface BotProfile {
  /** Replaces a list; an empty one takes it away. `language`: two letters, '' for everybody. */
  setCommands(scope: CommandScope, language: string, commands: readonly BotCommand[]): void;
  commands(scope: CommandScope, language: string): readonly BotCommand[];
  /** The list a person sees: the narrowest scope that has one, in the person's language first. */
  commandsFor(viewer: CommandViewer): readonly BotCommand[];
  setText(field: string, language: string, text: string): void;
  text(field: string, language: string): string;
}

/** An empty profile. */
export function createBotProfile(): BotProfile {
  const lists = new Map<string, readonly BotCommand[]>();
  const texts = new Map<string, string>();
  const key = (scope: CommandScope, language: string) =>
    [scope.type, scope.chatId ?? '', scope.userId ?? '', language].join('|');
  // In the person's language first, then the list for everybody.
  const find = (scope: CommandScope, language: string) =>
    lists.get(key(scope, language)) ?? (language === '' ? undefined : lists.get(key(scope, '')));
  return {
    setCommands: (scope, language, commands) => {
      if (commands.length === 0) lists.delete(key(scope, language));
      else lists.set(key(scope, language), commands);
    },
    commands: (scope, language) => lists.get(key(scope, language)) ?? [],
    commandsFor: (viewer) => {
      for (const scope of scopesOf(viewer)) {
        const list = find(scope, viewer.languageCode);
        if (list !== undefined) return list;
      }
      return [];
    },
    setText: (field, language, text) => {
      texts.set(`${field}|${language}`, text);
    },
    text: (field, language) => texts.get(`${field}|${language}`) ?? texts.get(`${field}|`) ?? '',
  };
}

/** From narrow to wide, as https://core.telegram.org/bots/api#determining-list-of-commands orders them. */
function scopesOf({ chatId, userId, isPrivate, isAdministrator }: CommandViewer): readonly CommandScope[] {
  if (isPrivate) return [{ type: 'chat', chatId }, { type: 'all_private_chats' }, { type: 'default' }];
  return [
    { type: 'chat_member', chatId, userId },
    ...(isAdministrator ? [{ type: 'chat_administrators', chatId } as const] : []),
    { type: 'chat', chatId },
    ...(isAdministrator ? [{ type: 'all_chat_administrators' } as const] : []),
    { type: 'all_group_chats' },
    { type: 'default' },
  ];
}
