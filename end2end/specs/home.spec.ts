import { expect, test } from '../fixtures.ts'

test('the front page says what Cubby is and shows one picture of it', async ({ app }) => {
  const visitor = await app.visitor()
  const response = await visitor.goesTo('/')

  expect(response.status()).toBe(200)
  await expect(visitor.page).toHaveTitle(/Cubby/)
  await expect(visitor.page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(visitor.page.getByRole('figure')).toHaveCount(1)
  await expect(visitor.page.getByRole('figure')).toBeVisible()
})

test('the front page leads to both doors', async ({ app }) => {
  const visitor = await app.visitor()

  await visitor.goesTo('/')
  await visitor.link('Create account').click()
  await visitor.isAt('/signup')

  await visitor.goesTo('/')
  await visitor.link('Sign in').click()
  await visitor.isAt('/signin')
})

test('the two doors lead to each other', async ({ app }) => {
  const visitor = await app.visitor()

  await visitor.goesTo('/signup')
  await visitor.link('Sign in').click()
  await visitor.isAt('/signin')

  await visitor.link('Create account').click()
  await visitor.isAt('/signup')
})

test('a signed-in person goes straight to the tasks', async ({ app }) => {
  const ann = await app.signedUp('ann')

  await ann.goesTo('/')

  await ann.isAt('/tasks')
})

for (const path of ['/', '/signup', '/signin']) {
  test(`${path} loads no WebAssembly`, async ({ app }) => {
    const visitor = await app.visitor()
    const requests: string[] = []
    visitor.page.on('request', (request) => requests.push(request.url()))

    await visitor.goesTo(path)
    await visitor.page.waitForLoadState('load')

    expect(requests.length).toBeGreaterThan(0)
    expect(requests.filter((url) => url.includes('.wasm'))).toEqual([])
  })
}
