import { expect, test } from '../fixtures.ts'

const expired = 'Session expired. Please sign in again.'

test('without the cookie a person is signed out', async ({ app }) => {
  const ann = await app.signedUp('ann')

  await ann.page.context().clearCookies()
  await ann.goesTo('/tasks')

  await ann.isAt('/signin?next=%2Ftasks')
  await expect(ann.page.getByText(expired)).toHaveCount(0)
})

const forgeries: Record<string, (token: string) => string> = {
  'a changed signature': (token) => token.slice(0, -5) + (token.at(-5) === 'A' ? 'B' : 'A') + token.slice(-4),
  'a changed claim': (token) => withClaims(token, { sub: '01890000-0000-7000-8000-000000000000' }),
  'no signature': (token) => `${encoded({ alg: 'none', typ: 'JWT' })}.${token.split('.')[1]}.`,
  'no token at all': () => 'cubby',
}

for (const [what, forge] of Object.entries(forgeries)) {
  test(`a cookie with ${what} is as none`, async ({ app }) => {
    const ann = await app.signedUp('ann')
    const token = await ann.session()
    expect(token).toBeDefined()

    await ann.holdsSession(forge(token!))
    await ann.goesTo('/tasks')

    await ann.isAt('/signin?next=%2Ftasks')
    await expect(ann.page.getByText(expired)).toHaveCount(0)
    await ann.signsIn()
    await ann.isAt('/tasks')
  })
}

for (const path of ['/tasks', '/tasks?status=completed']) {
  test(`whose session ended elsewhere is told so, signs in, and is back at ${path}`, async ({ app }) => {
    const ann = await app.signedUp('ann')
    const copy = await app.copyOf(ann)
    await ann.signsOut()

    await copy.goesTo(path)

    expect(new URL(copy.page.url()).pathname).toBe('/signin')
    await copy.isTold(expired)
    await copy.signsIn()
    await copy.isAt(path)
  })
}

test('a click after the session has ended changes nothing and leads to signing in', async ({ app }) => {
  app.expectStatus(401)
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  const copy = await app.copyOf(ann)
  await copy.goesTo('/tasks')
  await ann.signsOut()

  await copy.presses(copy.checkbox('Buy milk'))

  await copy.isTold(expired)
  await copy.signsIn()
  await copy.isAt('/tasks')
  await expect(copy.checkbox('Buy milk')).not.toBeChecked()
})

function withClaims(token: string, changes: object): string {
  const [header, claims, signature] = token.split('.')
  const read = JSON.parse(Buffer.from(claims ?? '', 'base64url').toString())
  return `${header}.${encoded({ ...read, ...changes })}.${signature}`
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}
