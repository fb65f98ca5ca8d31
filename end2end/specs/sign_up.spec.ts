import { expect, test } from '../fixtures.ts'
import { password } from '../person.ts'

test('a new e-mail makes an account and leads to an empty list', async ({ app }) => {
  const ann = await app.stranger('ann')

  await ann.signsUp()

  await expect(ann.page.getByText('Ann', { exact: true })).toBeVisible()
  await ann.counts('0 open tasks')
  await expect(ann.list).toHaveCount(0)
})

test('the name is optional', async ({ app }) => {
  const ann = await app.stranger('ann')

  await ann.goesTo('/signup')
  await ann.fills({ Email: ann.email, Password: password })
  await ann.presses('Create account')

  await ann.isAt('/tasks')
  await expect(ann.page.getByText(ann.email, { exact: true })).toBeVisible()
})

test('an e-mail that has an account, in any letter case, gets no second one', async ({ app }) => {
  app.expectStatus(409)
  const ann = await app.signedUp('ann')
  const visitor = await app.visitor()

  for (const email of [ann.email, ann.email.toUpperCase()]) {
    await visitor.goesTo('/signup')
    await visitor.fills({ Name: 'Somebody', Email: email, Password: 'Another-Lantern-43' })
    const response = await visitor.presses('Create account')

    expect(response.status()).toBe(409)
    await visitor.isToldAbout(visitor.field('Email'), 'Email already registered')
    await expect(visitor.field('Name')).toHaveValue('Somebody')
    await expect(visitor.field('Email')).toHaveValue(email)
    await expect(visitor.field('Password')).toHaveValue('')
  }
})

const refused = [
  { what: 'no e-mail', email: '', password, field: 'Email', sentence: 'Invalid email format' },
  { what: 'something that is no e-mail', email: 'ann@example', password, field: 'Email', sentence: 'Invalid email format' },
  { what: 'an e-mail without a name', email: '@example.com', password, field: 'Email', sentence: 'Invalid email format' },
  {
    what: 'an e-mail of more than 254 characters',
    email: `${'a'.repeat(243)}@example.com`,
    password,
    field: 'Email',
    sentence: 'Invalid email format',
  },
  {
    what: 'a password of 7 characters',
    email: 'short@example.com',
    password: 'Lantern',
    field: 'Password',
    sentence: 'Password must be at least 8 characters',
  },
  {
    what: 'a password of 129 characters',
    email: 'long@example.com',
    password: 'lantern-'.repeat(17).slice(0, 129),
    field: 'Password',
    sentence: 'Password must be at most 128 characters',
  },
  {
    what: 'a password that everybody uses',
    email: 'common@example.com',
    password: 'password123',
    field: 'Password',
    sentence: /^Password is too easy to guess/,
  },
  {
    what: 'the e-mail as the password, in another letter case',
    email: 'same.as@example.com',
    password: 'Same.As@Example.com',
    field: 'Password',
    sentence: /^Password is too easy to guess/,
  },
  {
    what: 'the name as the password, in another letter case',
    email: 'same@example.com',
    password: 'GRACE HOPPER',
    field: 'Password',
    sentence: /^Password is too easy to guess/,
  },
]

for (const { what, email, password, field, sentence } of refused) {
  test(`${what} is refused, and what was typed is kept`, async ({ app }) => {
    app.expectStatus(422)
    const visitor = await app.visitor()

    await visitor.goesTo('/signup')
    await visitor.fills({ Name: 'Grace Hopper', Email: email, Password: password })
    const response = await visitor.presses('Create account')

    expect(response.status()).toBe(422)
    await visitor.isToldAbout(visitor.field(field), sentence)
    await expect(visitor.page).toHaveTitle(/^Error/)
    await expect(visitor.field('Name')).toHaveValue('Grace Hopper')
    await expect(visitor.field('Email')).toHaveValue(email)
    await expect(visitor.field('Password')).toHaveValue('')
    expect(await response.text()).not.toContain(password)
  })
}

test('the first wrong field has the focus when two are wrong', async ({ app }) => {
  app.expectStatus(422)
  const visitor = await app.visitor()

  await visitor.goesTo('/signup')
  await visitor.fills({ Email: 'nobody', Password: 'short' })
  await visitor.presses('Create account')

  await visitor.isToldAbout(visitor.field('Email'), 'Invalid email format')
  await expect(visitor.field('Password')).toHaveAttribute('aria-invalid', 'true')
  await expect(visitor.field('Password')).toHaveAccessibleDescription('Password must be at least 8 characters')
})

test('a form that came back with an error goes through once it is mended', async ({ app }) => {
  app.expectStatus(422)
  const ann = await app.stranger('ann')
  await ann.goesTo('/signup')
  await ann.fills({ Name: ann.name, Email: ann.email, Password: 'short' })
  await ann.presses('Create account')

  await ann.fills({ Password: password })
  await ann.presses('Create account')

  await ann.isAt('/tasks')
})

test('a password of blanks, letters of any script and 128 characters is taken as it is', async ({ app }) => {
  const ann = await app.stranger('ann')
  const long = ` пароль 密码 ${'x'.repeat(115)}\u00e9 `
  expect([...long]).toHaveLength(128)
  await ann.goesTo('/signup')
  await ann.fills({ Email: ann.email, Password: long })
  await ann.presses('Create account')
  await ann.isAt('/tasks')

  const elsewhere = await app.anotherDevice(ann)
  await elsewhere.goesTo('/signin')
  await elsewhere.fills({ Email: ann.email, Password: long.normalize('NFD') })
  await elsewhere.presses('Sign in')

  await elsewhere.isAt('/tasks')
})

test('password managers know what each field is', async ({ app }) => {
  const visitor = await app.visitor()

  await visitor.goesTo('/signup')
  await expect(visitor.field('Name')).toHaveAttribute('autocomplete', 'name')
  await expect(visitor.field('Email')).toHaveAttribute('autocomplete', 'username')
  await expect(visitor.field('Password')).toHaveAttribute('autocomplete', 'new-password')

  await visitor.goesTo('/signin')
  await expect(visitor.field('Email')).toHaveAttribute('autocomplete', 'username')
  await expect(visitor.field('Password')).toHaveAttribute('autocomplete', 'current-password')
})

test('a signed-in person has no use for the page', async ({ app }) => {
  const ann = await app.signedUp('ann')

  await ann.goesTo('/signup')

  await ann.isAt('/tasks')
})
