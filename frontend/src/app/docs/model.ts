/** As much of OpenAPI 3.1 as the reader shows. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  title?: string
  description?: string
  format?: string
  enum?: unknown[]
  const?: unknown
  default?: unknown
  example?: unknown
  examples?: unknown[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  additionalProperties?: boolean | Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  pattern?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
}

export interface Parameter {
  name: string
  in: string
  required?: boolean
  description?: string
  schema?: Schema
}

type Content = Record<string, { schema?: Schema; example?: unknown; examples?: Record<string, { value?: unknown }> }>

/** Either what it is, or where that stands: errors are described once for all routes. */
export interface Answer {
  $ref?: string
  description?: string
  content?: Content
}

interface RawOperation {
  operationId?: string
  tags?: string[]
  summary?: string
  description?: string
  deprecated?: boolean
  parameters?: Parameter[]
  requestBody?: { required?: boolean; description?: string; content?: Content }
  responses?: Record<string, Answer>
  security?: unknown[]
}

export interface Operation extends RawOperation {
  id: string
  method: string
  path: string
  tag: string
}

export interface OpenApi {
  info: { title: string; version: string; description?: string }
  paths: Record<string, Record<string, RawOperation>>
  components?: { schemas?: Record<string, Schema>; responses?: Record<string, Answer> }
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete']

export function operationsOf(document: OpenApi): Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const raw = item[method]
      if (!raw) return []
      // "/api/orders/v1/orders" belongs to orders, whatever its tag says of the noun.
      const service = /^\/api\/([^/]+)\//.exec(path)?.[1] ?? ''
      const noun = raw.tags?.[0] ?? ''
      return [{ ...raw, id: raw.operationId ?? `${method} ${path}`, method: method.toUpperCase(), path, tag: [service, noun === service ? '' : noun].filter(Boolean).join(' / ') }]
    }),
  )
}

export function refName(ref: string): string {
  return ref.split('/').at(-1) ?? ref
}

export function answerOf(document: OpenApi, answer: Answer): Answer {
  return answer.$ref ? (document.components?.responses?.[refName(answer.$ref)] ?? {}) : answer
}

export function resolve(document: OpenApi, schema: Schema | undefined): Schema {
  if (!schema) return {}
  if (!schema.$ref) return schema
  return document.components?.schemas?.[refName(schema.$ref)] ?? {}
}

const MOST_DEPTH = 6

function textExample(schema: Schema): string {
  if (schema.format === 'date-time') return '2026-11-22T06:30:00Z'
  if (schema.format === 'date') return '2026-11-22'
  if (schema.format === 'uuid') return '0199a7c2-0000-7000-8000-000000000001'
  return schema.pattern ? `(${schema.pattern})` : 'text'
}

/** A body to start from: given examples first, else the simplest value of each type. */
export function exampleOf(document: OpenApi, given: Schema | undefined, depth = 0): unknown {
  const schema = resolve(document, given)
  const told = schema.example ?? schema.examples?.[0] ?? schema.default ?? schema.const ?? schema.enum?.[0]
  if (told !== undefined && told !== null) return told
  if (depth > MOST_DEPTH) return null
  const choices = schema.oneOf ?? schema.anyOf
  if (choices) return exampleOf(document, choices.find((one) => one.type !== 'null') ?? choices[0], depth + 1)
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((one) => exampleOf(document, one, depth + 1)))
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== 'null') : schema.type
  if (type === 'object' || schema.properties) {
    return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, value]) => [name, exampleOf(document, value, depth + 1)]))
  }
  if (type === 'array') return [exampleOf(document, schema.items, depth + 1)]
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1
  if (type === 'boolean') return true
  return type === 'string' ? textExample(schema) : null
}

/** "string (date-time) | null", "Order[]", "one of: A, B". */
export function typeName(schema: Schema | undefined): string {
  if (!schema) return ''
  if (schema.$ref) return refName(schema.$ref)
  const choices = schema.oneOf ?? schema.anyOf
  if (choices) return choices.map(typeName).join(' | ')
  if (schema.allOf?.length === 1) return typeName(schema.allOf[0])
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  const types = Array.isArray(schema.type) ? schema.type : [schema.type ?? 'any']
  return types.map((type) => (type === 'array' ? `${typeName(schema.items)}[]` : schema.format && type === 'string' ? `string (${schema.format})` : type)).join(' | ')
}

/** The schema whose fields are worth showing below a field of this type. */
export function inner(document: OpenApi, schema: Schema | undefined): Schema | null {
  if (!schema) return null
  if (schema.items) return inner(document, schema.items)
  const choices = schema.oneOf ?? schema.anyOf ?? schema.allOf
  const own = choices ? (choices.map((one) => inner(document, one)).find((one) => one !== null) ?? null) : resolve(document, schema)
  return own?.properties ? own : null
}

export function limits(schema: Schema): string {
  const said: string[] = []
  if (schema.enum) said.push(schema.enum.map((value) => JSON.stringify(value)).join(', '))
  if (schema.pattern) said.push(`/${schema.pattern}/`)
  if (schema.minimum !== undefined) said.push(`≥ ${schema.minimum}`)
  if (schema.maximum !== undefined) said.push(`≤ ${schema.maximum}`)
  if (schema.minLength !== undefined || schema.maxLength !== undefined) said.push(`${schema.minLength ?? 0}–${schema.maxLength ?? '∞'} chars`)
  if (schema.minItems !== undefined || schema.maxItems !== undefined) said.push(`${schema.minItems ?? 0}–${schema.maxItems ?? '∞'} items`)
  if (schema.default !== undefined && schema.default !== null) said.push(`= ${JSON.stringify(schema.default)}`)
  return said.join(' · ')
}

/** A command that can be pasted into a terminal. */
export function curlOf(document: OpenApi, operation: Operation, origin: string): string {
  const lines = [`curl -X ${operation.method} '${origin}${operation.path}'`, `-H "Authorization: Bearer $TOKEN"`]
  const headers = new Set((operation.parameters ?? []).filter((one) => one.in === 'header').map((one) => one.name.toLowerCase()))
  if (headers.has('idempotency-key')) lines.push(`-H 'Idempotency-Key: "'$(uuidgen)'"'`)
  if (headers.has('if-match')) lines.push(`-H 'If-Match: "1"'`)
  const [type, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? []
  if (type?.includes('json')) lines.push(`-H 'Content-Type: application/json'`, `-d '${JSON.stringify(exampleOf(document, content?.schema))}'`)
  else if (type?.includes('multipart')) lines.push(`-F file=@orders.xlsx`)
  return lines.join(' \\\n  ')
}
