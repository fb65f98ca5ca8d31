import { expect, test } from '../fixtures.ts'

test('"Sign out" ends the session and leads to the page for signing in', async ({ app }) => {
  const ann = await app.signedUp('ann')

  await ann.signsOut()

  await ann.isAt('/signin')
  await expect(ann.page.getByText('Session expired')).toHaveCount(0)
  expect(await ann.session()).toBeUndefined()
  await ann.goesTo('/tasks')
  await ann.isAt('/signin?next=%2Ftasks')
})

test('"Sign out" stands on a task\'s own page too', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  await ann.goesTo(await ann.addressOf('Buy milk'))

  await ann.signsOut()

  await ann.isAt('/signin')
})

test('the old cookie, played back, is refused', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  const copy = await app.copyOf(ann)
  await copy.goesTo('/tasks')
  await copy.sees('Buy milk')

  await ann.signsOut()
  await copy.goesTo('/tasks')

  await expect(copy.heading('Sign in')).toBeVisible()
  await expect(copy.page.getByText('Buy milk')).toHaveCount(0)
})

test('the way back in the browser shows nothing after signing out', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  await ann.signsOut()

  await ann.page.goBack()

  await expect(ann.heading('Sign in')).toBeVisible()
  await expect(ann.page.getByText('Buy milk')).toHaveCount(0)
})

test('the person is still signed in elsewhere', async ({ app }) => {
  const ann = await app.signedUp('ann')
  const elsewhere = await app.anotherDevice(ann)
  await elsewhere.goesTo('/signin')
  await elsewhere.signsIn()

  await ann.signsOut()
  await elsewhere.goesTo('/tasks')

  await elsewhere.isAt('/tasks')
})
