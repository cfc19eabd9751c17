import { expect, test } from 'vitest'
import { ApiError, asApiError, noAnswer, readProblem } from './errors'

const problem = {
  type: '/problems/login_taken',
  title: '与当前状态冲突',
  status: 409,
  detail: '登录名已被使用。',
  code: 'login_taken',
  request_id: 'req-1',
  rule: 'ORG-8',
  retryable: false,
  errors: [{ pointer: '/login', code: 'taken', detail: '已被使用' }],
}

test('a problem keeps its code, sentence, rule, request and fields', async () => {
  const error = await readProblem(new Response(JSON.stringify(problem), { status: 409 }))
  expect(error).toMatchObject({ status: 409, code: 'login_taken', title: '与当前状态冲突', detail: '登录名已被使用。', request_id: 'req-1', rule: 'ORG-8', retryable: false, uncertain: false })
  expect(error.fieldDetail('/login')).toBe('已被使用')
  expect(error.message).toBe('登录名已被使用。')
})

test("a proxy's page is still an error with its status and request", async () => {
  const error = await readProblem(new Response('<h1>Bad gateway</h1>', { status: 502, headers: { 'X-Request-Id': 'req-2', 'Retry-After': '7' } }))
  expect(error).toMatchObject({ status: 502, code: 'http_502', request_id: 'req-2', retryable: true, uncertain: true, retryAfterSeconds: 7, errors: [] })
})

test('an answer that is JSON but no problem does not break the reader', async () => {
  expect(await readProblem(new Response('["no"]', { status: 500 }))).toMatchObject({ status: 500, errors: [] })
  expect(await readProblem(new Response('{"errors":"no"}', { status: 422 }))).toMatchObject({ status: 422, errors: [] })
})

test('no answer at all is uncertain and worth another try', () => {
  expect(noAnswer(new TypeError('failed'))).toMatchObject({ status: 0, uncertain: true, retryable: true })
})

test('anything thrown can be shown', () => {
  const own = new ApiError({ status: 403 })
  expect(asApiError(own)).toBe(own)
  expect(asApiError(new Error('odd'))).toMatchObject({ status: 0, code: 'unexpected', detail: 'odd', retryable: false })
})
