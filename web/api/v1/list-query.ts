import * as z from 'zod';
import type { Page } from '../../../storage/sql/paging.ts';
import type { WebContext } from '../../route.ts';

/** The parameters of a list: `?search=&sort=&order=&page=&pageSize=`, and its filters. */
export function listQuery<Sort extends string, Filters extends z.ZodRawShape>(
  {
    sorts,
    sort,
    order,
  }: { readonly sorts: readonly Sort[]; readonly sort: NoInfer<Sort>; readonly order: 'asc' | 'desc' },
  filters: Filters,
) {
  return z.object({
    search: z.string().max(200).optional(),
    sort: z.enum(sorts).prefault(sort),
    order: z.enum(['asc', 'desc']).default(order),
    page: z.coerce.number().int().min(1).max(1_000_000).default(1),
    pageSize: z.coerce.number().int().min(1).max(100).default(20),
    ...filters,
  });
}

/** Gives a page of a list, with links to the others. Source: RFC 8288. */
export function pageResponse(context: WebContext, page: Page<unknown>): Response {
  const url = new URL(context.req.url);
  const linkTo = (target: number, rel: string) => {
    const params = new URLSearchParams(url.searchParams);
    params.set('page', String(target));
    return `<${url.pathname}?${params}>; rel="${rel}"`;
  };
  const links = [
    linkTo(1, 'first'),
    ...(page.page > 1 ? [linkTo(page.page - 1, 'prev')] : []),
    ...(page.page < page.pageCount ? [linkTo(page.page + 1, 'next')] : []),
    linkTo(page.pageCount, 'last'),
  ];
  return context.json(page, 200, { link: links.join(', ') });
}

/** A filter by yes or no, as `?isBlocked=true`. */
export const yesOrNo = z
  .stringbool({ truthy: ['true', '1'], falsy: ['false', '0'] })
  .meta({ enum: ['true', '1', 'false', '0'] });
