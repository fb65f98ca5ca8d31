import { expect, test } from '../../fixtures.ts'

test.use({ contextOptions: { reducedMotion: 'reduce' } })

test('everything works by forms while WebAssembly is still on its way', async ({ app }) => {
  const ann = await app.stranger('ann')
  await ann.waitsForWebAssembly()

  await ann.signsUp()
  await expect(ann.page.locator('html[data-hydrated]')).toHaveCount(0)
  await ann.adds('Buy milk', { description: 'Two bottles', priority: 'High' })
  await ann.adds('Water the fern')
  await ann.completes('Water the fern')
  await ann.counts('1 open task')
  await ann.edits('Buy milk', { title: 'Buy oat milk' })
  await ann.chooses('Completed')
  await ann.sees('Water the fern')
  await ann.chooses('All')
  await ann.deletes('Water the fern')

  await ann.sees('Buy oat milk')
  await expect(ann.row('Buy oat milk')).toContainText('Two bottles')
  await expect(ann.page.locator('html[data-hydrated]')).toHaveCount(0)
  await ann.signsOut()
  await ann.isAt('/signin')
})

test('an empty title is refused by the server while WebAssembly is still on its way', async ({ app }) => {
  app.expectStatus(422)
  const ann = await app.stranger('ann')
  await ann.waitsForWebAssembly()
  await ann.signsUp()

  await ann.write(ann.composer, { title: ' ', description: 'The blue one' })
  const response = await ann.presses('Add task')

  expect(response.status()).toBe(422)
  await ann.isToldAbout(ann.composer.getByLabel('Title'), 'Title is required')
  await expect(ann.composer.getByLabel('Description')).toHaveValue('The blue one')
})

test('an error of the server stays on the page when the islands come to life', async ({ app }) => {
  app.expectStatus(422)
  const ann = await app.stranger('ann')
  const comesToLife = await ann.waitsForWebAssembly()
  await ann.signsUp()
  await ann.write(ann.composer, { title: ' ', description: 'The blue one' })
  await ann.presses('Add task')

  await comesToLife()

  await ann.isToldAbout(ann.composer.getByLabel('Title'), 'Title is required')
  await expect(ann.composer.getByLabel('Description')).toHaveValue('The blue one')
  await ann.adds('Curtains')
  await expect(ann.row('Curtains')).toContainText('The blue one')
  await expect(ann.composer.getByLabel('Title')).toHaveValue('')
  await expect(ann.composer.getByLabel('Description')).toHaveValue('')
})

test('what was typed early is still there when the islands come to life', async ({ app }) => {
  const ann = await app.stranger('ann')
  const comesToLife = await ann.waitsForWebAssembly()
  await ann.signsUp()
  await ann.write(ann.composer, { title: 'Buy milk', description: 'Two bottles', priority: 'High', due: '2999-12-31' })
  await ann.composer.getByLabel('Title').focus()

  await comesToLife()

  await expect(ann.composer.getByLabel('Title')).toBeFocused()
  await expect(ann.composer.getByLabel('Title')).toHaveValue('Buy milk')
  await expect(ann.composer.getByLabel('Description')).toHaveValue('Two bottles')
  await expect(ann.composer.getByLabel('Priority')).toHaveValue('high')
  await expect(ann.composer.getByLabel('Due date')).toHaveValue('2999-12-31')
  await ann.page.keyboard.press('Enter')
  await ann.sees('Buy milk')
  await expect(ann.row('Buy milk')).toContainText('Two bottles')
  await expect(ann.row('Buy milk')).toContainText('High priority')
})

test('nothing on the page changes when the islands come to life', async ({ app }) => {
  const ann = await app.stranger('ann')
  const comesToLife = await ann.waitsForWebAssembly()
  await ann.signsUp()
  await ann.adds('Buy milk', { description: 'Two bottles', priority: 'High', due: '2020-01-31' })
  await ann.adds('Water the fern')
  await ann.completes('Water the fern')
  await ann.goesTo('/tasks')
  const main = ann.page.getByRole('main')
  const before = await main.ariaSnapshot()

  await comesToLife()

  // Filters act by themselves then.
  const apply = /^ *- button "Apply"\n/m
  expect(before).toMatch(apply)
  expect(await main.ariaSnapshot()).toBe(before.replace(apply, ''))
})
