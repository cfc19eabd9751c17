import { ApiError } from './errors'
import { callJson } from './fetch'
import { session } from './session'

interface Profile {
  name: string
  locale: string
}

const ME = '/api/people/v1/me'

/** Changes my own name or language; read first, because a change names the version it starts from. */
export async function saveProfile(change: Partial<Profile>): Promise<void> {
  const attempt = async () => callJson<Profile>('PATCH', ME, { body: change, etag: (await callJson<Profile>('GET', ME)).etag })
  let answer: Awaited<ReturnType<typeof attempt>>
  try {
    answer = await attempt()
  } catch (error) {
    // Two tabs at once: both changes are mine, the later stands.
    if (!(error instanceof ApiError) || error.status !== 412) throw error
    answer = await attempt()
  }
  session.update({ name: answer.value.name, locale: answer.value.locale })
}
