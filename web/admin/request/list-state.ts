/** Which part of a list a page shows, as its address says it. `filters`: only those that are set. */
export interface ListState<Sort extends string> {
  readonly path: string;
  readonly search: string;
  readonly sort: Sort;
  readonly order: 'asc' | 'desc';
  /** 1-based. */
  readonly page: number;
  readonly filters: Readonly<Record<string, string>>;
}

/** What a list can be asked for. */
export interface ListShape<Sort extends string> {
  readonly path: string;
  readonly sorts: readonly Sort[];
  readonly defaultSort: Sort;
  readonly defaultOrder: 'asc' | 'desc';
  /** The filters it knows; a value that is not in the list is ignored, null: any value. */
  readonly filters: Readonly<Record<string, readonly string[] | null>>;
}

/** How many rows a page of a list has. */
const rowsPerPage = 25;

const longestSearch = 200;

/** Reads an address; whatever makes no sense in it counts as not said. */
export function readListState<Sort extends string>(shape: ListShape<Sort>, query: URLSearchParams): ListState<Sort> {
  const sort = shape.sorts.find((it) => it === query.get('sort')) ?? shape.defaultSort;
  const order = query.get('order');
  const page = Number(query.get('page') ?? 1);
  const filters: Record<string, string> = {};
  for (const [key, allowed] of Object.entries(shape.filters)) {
    const value = query.get(key)?.slice(0, longestSearch);
    if (value && (allowed === null || allowed.includes(value))) filters[key] = value;
  }
  return {
    path: shape.path,
    search: (query.get('q') ?? '').trim().slice(0, longestSearch),
    sort,
    order: order === 'asc' || order === 'desc' ? order : sort === shape.defaultSort ? shape.defaultOrder : 'asc',
    page: Number.isSafeInteger(page) && page >= 1 ? page : 1,
    filters,
  };
}

/** The address of a part of the list; with another search, filter or order it begins at its first page. */
export function listUrl<Sort extends string>(
  state: ListState<Sort>,
  change: Partial<Omit<ListState<Sort>, 'path'>> = {},
  path = state.path,
): string {
  const next = { ...state, page: 1, ...change };
  const query = new URLSearchParams();
  if (next.search !== '') query.set('q', next.search);
  for (const [key, value] of Object.entries(next.filters)) query.set(key, value);
  query.set('sort', next.sort);
  query.set('order', next.order);
  if (next.page > 1) query.set('page', String(next.page));
  return `${path}?${query}`;
}

/** What use cases are asked for. */
export function listQuery<Sort extends string>({ search, sort, order, page }: ListState<Sort>) {
  return { search, sort, order, page, pageSize: rowsPerPage };
}
