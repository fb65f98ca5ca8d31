import { expect, test } from '../fixtures.ts'
import type { Person } from '../person.ts'

const another = 'Woven-Harbour-77'

function section(person: Person, name: string) {
  return person.page.getByRole('region', { name, exact: true })
}

test('a changed name is in the header', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.goesTo('/account')

  await section(ann, 'Profile').getByLabel('Name').fill('Ann Lindqvist')
  await ann.presses('Save profile')

  await ann.isTold('Profile saved')
  await expect(ann.page.getByRole('banner').getByText('Ann Lindqvist', { exact: true })).toBeVisible()
})

test('another e-mail asks for the current password', async ({ app }) => {
  app.expectStatus(422)
  const ann = await app.signedUp('ann')
  await ann.goesTo('/account')
  const profile = section(ann, 'Profile')
  const password = profile.getByLabel('Current password')

  await profile.getByLabel('Email').fill(`new-${ann.email}`)
  await ann.presses('Save profile')

  await ann.isToldAbout(password, /That is not your current password/)
  await expect(profile.getByLabel('Email')).toHaveValue(`new-${ann.email}`)
  await password.fill(ann.password)
  await ann.presses('Save profile')
  await ann.isTold('Profile saved')
})

test('an e-mail that somebody else has is not taken', async ({ app }) => {
  app.expectStatus(409)
  const bob = await app.signedUp('bob')
  const ann = await app.signedUp('ann')
  await ann.goesTo('/account')
  const profile = section(ann, 'Profile')

  await profile.getByLabel('Email').fill(bob.email.toUpperCase())
  await profile.getByLabel('Current password').fill(ann.password)
  await ann.presses('Save profile')

  await ann.isToldAbout(profile.getByLabel('Email'), 'Email already registered')
})

test('another password signs out every other device, and not this one', async ({ app }) => {
  app.expectStatus(401)
  const ann = await app.signedUp('ann')
  const phone = await app.anotherDevice(ann)
  await phone.goesTo('/signin')
  await phone.signsIn()
  await ann.goesTo('/account')
  const form = section(ann, 'Password')

  await form.getByLabel('Current password').fill(ann.password)
  await form.getByLabel('New password').fill(another)
  await ann.presses('Change password')

  await ann.isTold('Password changed. Every other device is signed out.')
  await phone.goesTo('/tasks')
  await phone.isTold('Session expired')
  await phone.fills({ Email: ann.email, Password: ann.password })
  expect((await phone.presses('Sign in')).status()).toBe(401)
  await phone.fills({ Password: another })
  await phone.presses('Sign in')
  await phone.isAt('/tasks')
})

for (const [theme, scheme] of [['Light', 'light'], ['Dark', 'dark']] as const) {
  test(`${theme} is kept, on every page and after signing out`, async ({ app }) => {
    const ann = await app.signedUp('ann')
    await ann.goesTo('/account')

    await section(ann, 'Appearance').getByRole('radio', { name: theme }).check()
    await ann.presses('Save appearance')

    await ann.isTold('Appearance saved')
    await expect(ann.page.getByRole('radio', { name: theme })).toBeChecked()
    await ann.goesTo('/tasks')
    await expect(ann.page.locator('html')).toHaveCSS('color-scheme', scheme)
    await ann.signsOut()
    await expect(ann.page.locator('html')).toHaveCSS('color-scheme', scheme)
  })
}

test('a session is ended from another device', async ({ app }) => {
  const ann = await app.signedUp('ann')
  const phone = await app.anotherDevice(ann)
  await phone.goesTo('/signin')
  await phone.signsIn()
  await ann.goesTo('/account')
  const sessions = ann.page.getByRole('list', { name: 'Sessions' }).getByRole('listitem')
  await expect(sessions).toHaveCount(2)
  await expect(sessions.filter({ hasText: 'This device' })).toHaveCount(1)

  await ann.presses(ann.page.getByRole('button', { name: /^End session/ }))

  await expect(sessions).toHaveCount(1)
  await phone.goesTo('/tasks')
  await phone.isTold('Session expired')
})

test('everywhere else is signed out at once', async ({ app }) => {
  const ann = await app.signedUp('ann')
  const phone = await app.anotherDevice(ann)
  await phone.goesTo('/signin')
  await phone.signsIn()
  await ann.goesTo('/account')

  await ann.presses('Sign out everywhere else')

  await ann.isTold('Signed out everywhere else')
  await phone.goesTo('/tasks')
  await phone.isTold('Session expired')
})

test('everything is taken along as a file, and brought to another account', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk', { priority: 'High' })
  await ann.goesTo('/account')

  const download = ann.page.waitForEvent('download')
  await ann.button('Export my data').click()
  const file = await (await download).path()

  const bob = await app.signedUp('bob')
  await bob.goesTo('/account')
  await bob.page.getByLabel('A file that Cubby exported').setInputFiles(file)
  await bob.presses('Import')
  await bob.isTold('1 task imported')
  await bob.goesTo('/tasks')
  await bob.sees('Buy milk')
})

test('a file of something else is not imported', async ({ app }) => {
  app.expectStatus(422)
  const ann = await app.signedUp('ann')
  await ann.goesTo('/account')
  const field = ann.page.getByLabel('A file that Cubby exported')

  await field.setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{"a": 1}') })
  await ann.presses('Import')

  await ann.isToldAbout(field, /not a whole file that Cubby exported/)
})

test('an account is deleted by its password and the word', async ({ app }) => {
  app.expectStatus(401, 422)
  const ann = await app.signedUp('ann')
  await ann.goesTo('/account')
  const form = section(ann, 'Delete account')

  await form.getByLabel('Password').fill(ann.password)
  await form.getByLabel('Type DELETE to confirm').fill('delete')
  await ann.presses('Delete account')
  await ann.isToldAbout(form.getByLabel('Type DELETE to confirm'), /Type the word DELETE/)

  await form.getByLabel('Password').fill(ann.password)
  await form.getByLabel('Type DELETE to confirm').fill('DELETE')
  await ann.presses('Delete account')

  await ann.isTold('Your account is deleted')
  await ann.signsIn()
  await expect(ann.page.getByRole('alert')).toHaveText('Invalid credentials')
})

test('after too many wrong tries one has to wait, and a known browser has not', async ({ app }) => {
  app.expectStatus(401, 429)
  const ann = await app.signedUp('ann')
  await ann.signsOut()
  const stranger = await app.visitor()
  await stranger.goesTo('/signin')
  for (let attempt = 0; attempt < 5; attempt++) {
    await stranger.fills({ Email: ann.email, Password: 'Wrong-Lantern-99' })
    expect((await stranger.presses('Sign in')).status()).toBe(401)
  }

  await stranger.fills({ Email: ann.email, Password: ann.password })
  const response = await stranger.presses('Sign in')

  expect(response.status()).toBe(429)
  expect(Number(response.headers()['retry-after'])).toBeGreaterThan(0)
  await expect(stranger.page.getByRole('alert')).toHaveText(/^Too many attempts\. Try again in \d+ seconds$/)
  await ann.signsIn()
  await ann.isAt('/tasks')
})

test('a password is shown while its button is pressed, where scripts run', async ({ app, javaScriptEnabled }) => {
  const visitor = await app.visitor()
  await visitor.goesTo('/signin')
  const field = visitor.field('Password')
  const show = visitor.button('Show password')
  if (javaScriptEnabled === false) {
    await expect(show).toHaveCount(0)
    return
  }
  await field.fill('Quilted')
  await show.click()
  await expect(field).toHaveAttribute('type', 'text')
  await expect(show).toHaveAttribute('aria-pressed', 'true')
  await show.click()
  await expect(field).toHaveAttribute('type', 'password')
  await expect(field).toHaveValue('Quilted')
})

test('the account page shows no markup as text', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.goesTo('/account')

  expect(await ann.page.locator('body').innerText()).not.toContain('<')
})
