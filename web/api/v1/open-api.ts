import * as z from 'zod';
import type { ApiRoute } from './api-route.ts';
import { models } from './models.ts';

/** What an OpenAPI document is made of here: JSON, as deep as it likes. */
type Json = Readonly<Record<string, unknown>>;

const problemContent = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
const refusal = (description: string) => ({ description, content: problemContent });

/** Generates the document of all routes. Source: https://spec.openapis.org/oas/v3.1.1.html */
export function createOpenApi(routes: readonly ApiRoute[], version: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describe(route) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Efir',
      version,
      description:
        'Users, streams, tracks and the audit of Efir. The same use cases and rights as in the chat and the panel.',
    },
    paths,
    security: [{ token: [] }, { session: [] }],
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A personal API token: `efir_` and 43 characters.' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'efir',
          description: 'The panel’s session; `__Host-efir` behind https.',
        },
      },
      schemas: Object.fromEntries(Object.entries(models).map(([name, model]) => [name, schemaOf(model, 'output')])),
    },
  };
}

function describe({ method, path, rule, about }: ApiRoute): Json {
  const { summary, tag, params, query, body, gives, isVersioned = false, isNeverRepeated = false } = about;
  const isWrite = method !== 'GET';
  const content =
    gives.model === undefined
      ? {}
      : { content: { 'application/json': { schema: { $ref: `#/components/schemas/${gives.model}` } } } };
  return {
    operationId: `${method.toLowerCase()}-${path.replace('/api/v1/', '').replaceAll(/[:/]+/g, '-')}`,
    summary,
    description: `Rule: ${rule}.`,
    tags: [tag],
    parameters: [
      ...parametersOf(params, 'path'),
      ...parametersOf(query, 'query'),
      ...(isWrite && !isNeverRepeated
        ? [header('Idempotency-Key', 'The same again is done once, and gives the first result.')]
        : []),
      ...(isVersioned
        ? [header('If-Match', 'The ETag that was read: nothing is changed when it is another by now.')]
        : []),
    ],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } } }),
    responses: {
      [gives.status]: { description: gives.status === 204 ? 'Done.' : 'As it is now.', ...content },
      400: refusal('It cannot be read: no JSON, or a header that is none.'),
      401: refusal('Nobody is signed in.'),
      403: refusal('They may not.'),
      ...(params === undefined ? {} : { 404: refusal('There is no such thing.') }),
      ...(isWrite ? { 409: refusal('Things are otherwise by now.') } : {}),
      ...(isVersioned ? { 412: refusal('Somebody has changed it since.') } : {}),
      ...(body === undefined ? {} : { 413: refusal('Too large.'), 415: refusal('No JSON.') }),
      422: refusal('Something is wrong with the values.'),
      ...(isWrite ? { 429: refusal('Too many writes; Retry-After says when.') } : {}),
      503: refusal('Redis, SQL or a player does not answer.'),
    },
  };
}

function parametersOf(schema: z.ZodObject | undefined, place: 'path' | 'query'): readonly Json[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Readonly<Record<string, Json>>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, of]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: of,
  }));
}

function header(name: string, description: string): Json {
  return { name, in: 'header', required: false, description, schema: { type: 'string' } };
}

/** JSON Schema 2020-12 is what OpenAPI 3.1 takes; the dialect need not be named in each. What is given may have more fields one day. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override({ jsonSchema }) {
      if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  return rest;
}
