import type { Response } from '@playwright/test'
import { expect, test } from '../fixtures.ts'

test('an address that leads nowhere gets a page that says so', async ({ app }) => {
  app.expectStatus(404)
  const visitor = await app.visitor()

  const response = await visitor.goesTo('/no/such/page')

  expect(response.status()).toBe(404)
  await expect(visitor.heading('There is nothing here')).toBeVisible()
  await expect(visitor.page.getByRole('main').getByRole('link').first()).toBeVisible()
  await expect(visitor.button('Sign out')).toHaveCount(0)
})

test('a signed-in person finds the way back from an address that leads nowhere', async ({ app }) => {
  app.expectStatus(404)
  const ann = await app.signedUp('ann')

  const response = await ann.goesTo('/no/such/page')

  expect(response.status()).toBe(404)
  await expect(ann.button('Sign out')).toBeVisible()
  await ann.link('Go to your tasks').click()
  await ann.isAt('/tasks')
})

for (const id of ['01890000-0000-7000-8000-000000000000', 'not-an-id', '..%2f..%2fetc%2fpasswd', '%00', 'x'.repeat(5000)]) {
  test(`no task lives at /tasks/${id.slice(0, 40)}`, async ({ app }) => {
    app.expectStatus(404)
    const ann = await app.signedUp('ann')

    const response = await ann.goesTo(`/tasks/${id}`)

    expect(response.status()).toBe(404)
    await expect(ann.heading('There is nothing here')).toBeVisible()
  })
}

for (const path of ['/tasks/%ff', '/%ff', '/tasks/', '/signin/', '/tasks/x/y']) {
  test(`the address ${path} gets a whole page with the right status`, async ({ app }) => {
    app.expectStatus(400, 404)
    const ann = await app.signedUp('ann')

    const response = await ann.goesTo(path)

    expect([400, 404]).toContain(response.status())
    await expect(ann.page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible()
    await expect(ann.page.getByRole('main').getByRole('link').first()).toBeVisible()
  })
}

for (const query of ['status=nonsense', 'status=open&status=completed', 'after=nonsense', 'x'.repeat(2000), '%ff%00']) {
  test(`the list bears the query ${query.slice(0, 40)}`, async ({ app }) => {
    app.expectStatus(404, 422)
    const ann = await app.signedUp('ann')
    await ann.adds('Buy milk')

    const response = await ann.goesTo(`/tasks?${query}`)

    expect(response.status()).toBeLessThan(500)
    await expect(ann.page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible()
    await expect(ann.button('Sign out')).toBeVisible()
  })
}

test('the header of a signed-in page names the person and holds "Account" and "Sign out"', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')

  for (const path of ['/tasks', await ann.addressOf('Buy milk')]) {
    await ann.goesTo(path)
    const header = ann.page.getByRole('banner')
    await expect(header.getByText('Ann', { exact: true })).toBeVisible()
    await expect(header.getByRole('link', { name: 'Account' })).toHaveAttribute('href', '/account')
    await expect(header.getByRole('button', { name: 'Sign out' })).toBeVisible()
  }
})

test('the old address /dashboard leads to the tasks', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.goesTo('/dashboard')
  await ann.isAt('/tasks')

  const visitor = await app.visitor()
  await visitor.goesTo('/dashboard')
  await visitor.isAt('/signin?next=%2Ftasks')
})

test('a form on somebody else\'s site changes nothing', async ({ app, baseURL }) => {
  app.expectStatus(403)
  app.expectThirdParty(/^http:\/\/evil\.example\//)
  const ann = await app.signedUp('ann')
  const action = await ann.composer.getAttribute('action')
  await ann.page.route('http://evil.example/', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><html lang="en"><title>Evil</title>
        <form method="post" action="${baseURL}${action}"><input name="title" value="Owned"><button>Win</button></form>`,
    }),
  )

  await ann.page.goto('http://evil.example/')
  const response = await ann.presses('Win')

  expect(response.status()).toBe(403)
  await expect(ann.heading('This stays closed')).toBeVisible()
  await ann.goesTo('/tasks')
  await expect(ann.heading('Nothing here yet')).toBeVisible()
})

for (const path of ['/', '/signup', '/signin', '/no/such/page']) {
  test(`${path} carries every header that keeps it safe`, async ({ app }) => {
    app.expectStatus(404)
    const visitor = await app.visitor()

    isSafe(await visitor.goesTo(path))
  })
}

test('the pages of a signed-in person carry every header that keeps them safe, and are never stored', async ({ app }) => {
  app.expectStatus(404)
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')

  for (const path of ['/tasks', await ann.addressOf('Buy milk'), '/no/such/page']) {
    const response = await ann.goesTo(path)
    isSafe(response)
    expect(response.headers()['cache-control']).toContain('no-store')
  }
})

test('no two answers share a nonce', async ({ app }) => {
  const visitor = await app.visitor()

  const first = (await visitor.goesTo('/signin')).headers()['content-security-policy']
  const second = (await visitor.goesTo('/signin')).headers()['content-security-policy']

  expect(first).not.toBe(second)
})

function isSafe(response: Response): void {
  const headers = response.headers()
  const policy = new Map(
    (headers['content-security-policy'] ?? '').split(';').map((line) => {
      const [directive = '', ...sources] = line.trim().split(/\s+/)
      return [directive, sources.join(' ')]
    }),
  )
  const { 'script-src': scripts, ...rest } = Object.fromEntries(policy)
  expect(scripts).toMatch(/^'self' 'nonce-[\w+/=-]{16,}' 'wasm-unsafe-eval'$/)
  expect(rest).toEqual({
    'default-src': "'none'",
    'style-src': "'self'",
    'img-src': "'self' data:",
    'font-src': "'self'",
    'connect-src': "'self'",
    'manifest-src': "'self'",
    'form-action': "'self'",
    'base-uri': "'none'",
    'frame-ancestors': "'none'",
  })
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': expect.stringContaining('camera=()'),
  })
  expect(headers).not.toHaveProperty('server')
  expect(headers).not.toHaveProperty('strict-transport-security')
}
