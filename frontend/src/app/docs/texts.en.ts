import type { Shape } from '@/shared/i18n'
import type zh from './texts.zh'

const en: Shape<typeof zh> = {
  title: 'API reference',
  search: 'Search operations, paths, words',
  nothing: 'No operation matches',
  download: 'Download the OpenAPI 3.1 document',
  token: 'Get a token',
  tokenText: 'An administrator makes an API client on the page "API clients"; trade its id and secret for an access token and send it as Authorization: Bearer.',
  rules: 'What holds everywhere',
  rule1: 'Each POST that makes or moves something carries an Idempotency-Key: a value of its own for each action, kept when you send again, so nothing is done twice.',
  rule2: 'Lists are paged by limit and cursor and answer data, has_more, next_cursor.',
  rule3: 'PATCH and DELETE name the ETag that you read as If-Match; if someone was faster the answer is 412.',
  rule4: 'Errors are application/problem+json: code is for programs, detail for people, rule the number of the company rule, request_id for support.',
  rule5: 'On 429 and 503 wait for Retry-After, then send again.',
  parameters: 'Parameters',
  name: 'Name',
  place: 'In',
  type: 'Type',
  meaning: 'Meaning',
  required: 'required',
  body: 'Request body',
  responses: 'Answers',
  example: 'Example',
  deprecated: 'Deprecated',
  home: 'Back to Dianzhang',
  fields: 'Fields',
}

export default en
