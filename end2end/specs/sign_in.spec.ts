import { expect, test } from '../fixtures.ts'

test('the right e-mail, in any letter case, and password lead to the tasks', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')

  const elsewhere = await app.anotherDevice(ann)
  await elsewhere.goesTo('/signin')
  await elsewhere.fills({ Email: ann.email.toUpperCase(), Password: ann.password })
  await elsewhere.presses('Sign in')

  await elsewhere.isAt('/tasks')
  await elsewhere.sees('Buy milk')
})

test('a wrong password and an unknown e-mail get the same answer', async ({ app }) => {
  app.expectStatus(401)
  const ann = await app.signedUp('ann')
  const visitor = await app.visitor()

  for (const email of [ann.email, `not-${ann.email}`]) {
    await visitor.goesTo('/signin')
    await visitor.fills({ Email: email, Password: 'Wrong-Lantern-99' })
    const response = await visitor.presses('Sign in')

    expect(response.status()).toBe(401)
    await expect(visitor.page.getByRole('alert')).toHaveText('Invalid credentials')
    await expect(visitor.field('Email')).toHaveValue(email)
    await expect(visitor.field('Password')).toHaveValue('')
    await expect(visitor.field('Password')).toHaveAccessibleDescription('Invalid credentials')
    await expect(visitor.field('Password')).toBeFocused()
  }
})

test('no rule about passwords is told at sign-in', async ({ app }) => {
  app.expectStatus(401)
  const ann = await app.signedUp('ann')
  const visitor = await app.visitor()

  for (const password of ['', 'x', 'lantern-'.repeat(40)]) {
    await visitor.goesTo('/signin')
    await visitor.fills({ Email: ann.email, Password: password })
    const response = await visitor.presses('Sign in')

    expect(response.status()).toBe(401)
    await expect(visitor.page.getByRole('alert')).toHaveText('Invalid credentials')
  }
})

test('a wrong try does not forget where the person wanted to go', async ({ app }) => {
  app.expectStatus(401)
  const ann = await app.signedUp('ann')
  const elsewhere = await app.anotherDevice(ann)
  await elsewhere.goesTo('/tasks?status=open')
  await elsewhere.fills({ Email: ann.email, Password: 'Wrong-Lantern-99' })
  await elsewhere.presses('Sign in')

  await elsewhere.signsIn()

  await elsewhere.isAt('/tasks?status=open')
})

for (const path of ['/tasks', '/tasks?status=completed', '/tasks/01890000-0000-7000-8000-000000000000']) {
  test(`somebody signed out who asks for ${path} is led back there`, async ({ app }) => {
    app.expectStatus(404)
    const ann = await app.signedUp('ann')
    const elsewhere = await app.anotherDevice(ann)

    await elsewhere.goesTo(path)

    const { pathname, search } = new URL(elsewhere.page.url())
    expect(pathname).toBe('/signin')
    expect(search).toBe(`?next=${encodeURIComponent(path)}`)
    await elsewhere.signsIn()
    await elsewhere.isAt(path)
  })
}

const elsewhere = [
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/tasks\r\nSet-Cookie: cubby=x',
  'javascript:alert(1)',
  'evil.example',
  '/./\\evil.example',
]

test('signing in never leads to another site', async ({ app }) => {
  const ann = await app.signedUp('ann')
  const device = await app.anotherDevice(ann)

  for (const next of elsewhere) {
    await device.page.context().clearCookies()
    await device.goesTo(`/signin?next=${encodeURIComponent(next)}`)
    await device.signsIn()
    await device.isAt('/tasks')
  }
})

test('a signed-in person has no use for the page', async ({ app }) => {
  const ann = await app.signedUp('ann')

  await ann.goesTo('/signin')

  await ann.isAt('/tasks')
})

test('the session is a cookie that no script can read, and nothing else', async ({ app }) => {
  const ann = await app.signedUp('ann')
  const { cookies, origins } = await ann.page.context().storageState()

  expect(cookies.find(({ name }) => name === 'cubby')).toMatchObject({
    domain: '127.0.0.1',
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: false,
  })
  expect(cookies.filter(({ httpOnly }) => !httpOnly)).toEqual([])
  expect(origins).toEqual([])
})

test('signing in again begins a new session', async ({ app }) => {
  const ann = await app.signedUp('ann')
  const before = await ann.session()

  await ann.signsOut()
  await ann.signsIn()

  expect(await ann.session()).not.toBe(before)
})
