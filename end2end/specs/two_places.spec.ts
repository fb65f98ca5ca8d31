import { expect, test } from '../fixtures.ts'
import type { App } from '../app.ts'
import type { Person } from '../person.ts'

// Two tabs with the same task in an editor, of which the second saves first.
async function twoTabs(app: App): Promise<{ ann: Person; tab: Person }> {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk', { description: 'Two bottles' })
  const tab = await app.copyOf(ann)
  await tab.goesTo('/tasks')
  await ann.opens('Buy milk')
  return { ann, tab }
}

for (const [button, title] of [
  ['Keep my version', 'Buy soy milk'],
  ['Keep the other version', 'Buy oat milk'],
] as const) {
  test(`the later of two edits is shown both versions: "${button}"`, async ({ app }) => {
    app.expectStatus(412)
    const { ann, tab } = await twoTabs(app)
    await tab.edits('Buy milk', { title: 'Buy oat milk' })

    await ann.write(ann.editor, { title: 'Buy soy milk', priority: 'High' })
    await ann.button('Save').click()

    await expect(ann.heading('Changed elsewhere')).toBeVisible()
    await expect(ann.page.locator('mark')).toHaveText(['Buy soy milk', 'High', 'Buy oat milk', 'Medium'])
    await expect(ann.page.getByText('Two bottles')).toHaveCount(2)
    await ann.presses(button)
    await ann.isAt('/tasks')
    await ann.sees(title)
    await tab.goesTo('/tasks')
    await tab.sees(title)
  })
}

test('an edit of a task that was deleted meanwhile brings it back with what was typed', async ({ app }) => {
  app.expectStatus(404)
  const { ann, tab } = await twoTabs(app)
  await tab.deletes('Buy milk')

  await ann.write(ann.editor, { title: 'Buy oat milk' })
  await ann.button('Save').click()

  await expect(ann.heading('Deleted elsewhere')).toBeVisible()
  await expect(ann.editor.or(ann.page.getByRole('form', { name: 'Edit task' })).getByLabel('Title')).toHaveValue('Buy oat milk')
  await ann.presses('Bring it back')
  await ann.isAt('/tasks')
  await ann.sees('Buy oat milk')
  await expect(ann.row('Buy oat milk')).toContainText('Two bottles')
})

test('a new task that is sent after the session ended is still there after signing in', async ({ app }) => {
  app.expectStatus(401, 409)
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  const tab = await app.copyOf(ann)
  await tab.goesTo('/tasks')
  await tab.signsOut()

  await ann.write(ann.composer, { title: 'Water the fern', description: 'One\ntwo', priority: 'High', due: '2999-12-31' })
  await ann.button('Add task').click()
  await expect(ann.heading('Sign in')).toBeVisible()
  await ann.isTold('Session expired. Please sign in again.')
  expect(new URL(ann.page.url()).pathname).toBe('/signin')
  expect(ann.page.url()).not.toContain('fern')
  await ann.signsIn()

  await ann.isAt('/tasks')
  await ann.isTold('What you typed is still here')
  await ann.sees('Buy milk')
  await expect(ann.composer.getByLabel('Title')).toHaveValue('Water the fern')
  await expect(ann.composer.getByLabel('Description')).toHaveValue('One\ntwo')
  await expect(ann.composer.getByLabel('Priority')).toHaveValue('high')
  await expect(ann.composer.getByLabel('Due date')).toHaveValue('2999-12-31')
  await ann.button('Add task').click()
  await ann.sees('Water the fern', 'Buy milk')
  await ann.addressOf('Water the fern')
  // It is given back once.
  await ann.page.reload()
  await ann.sees('Water the fern', 'Buy milk')
  await expect(ann.composer.getByLabel('Title')).toHaveValue('')
})

test('an edit that is sent after the session ended is still there after signing in', async ({ app }) => {
  app.expectStatus(401, 409)
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  const tab = await app.copyOf(ann)
  await ann.opens('Buy milk')
  await tab.goesTo('/tasks')
  await tab.signsOut()

  await ann.write(ann.editor, { title: 'Buy oat milk' })
  await ann.button('Save').click()
  await expect(ann.heading('Sign in')).toBeVisible()
  await ann.signsIn()

  await expect(ann.heading('Edit task')).toBeVisible()
  await expect(ann.editor.getByLabel('Title')).toHaveValue('Buy oat milk')
  await ann.presses('Save')
  await ann.isAt('/tasks')
  await ann.sees('Buy oat milk')
})
