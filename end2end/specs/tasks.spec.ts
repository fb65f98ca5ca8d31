import { expect, test } from '../fixtures.ts'

test('an empty list says something friendly', async ({ app }) => {
  const ann = await app.signedUp('ann')

  await expect(ann.heading('Nothing here yet')).toBeVisible()
  await ann.counts('0 open tasks')
})

test('a task is added by its title alone', async ({ app }) => {
  const ann = await app.signedUp('ann')

  await ann.adds('Buy milk')

  await ann.sees('Buy milk')
  await ann.counts('1 open task')
  await expect(ann.checkbox('Buy milk')).not.toBeChecked()
  await expect(ann.row('Buy milk')).toContainText('Medium priority')
  await expect(ann.heading('Nothing here yet')).toHaveCount(0)
  await expect(ann.composer.getByLabel('Title')).toHaveValue('')
  await ann.goesTo('/tasks')
  await ann.sees('Buy milk')
})

test('a task is added with everything there is to say', async ({ app }) => {
  const ann = await app.signedUp('ann')

  await ann.adds('Renew passport', { description: 'Both signatures', priority: 'High', due: '2999-12-31' })

  const row = ann.row('Renew passport')
  await expect(row).toContainText('Both signatures')
  await expect(row).toContainText('High priority')
  await expect(row.locator('time')).toHaveAttribute('datetime', /^2999-12-31/)
  await expect(row).not.toContainText('Overdue')
  await ann.opens('Renew passport')
  await expect(ann.editor.getByLabel('Title')).toHaveValue('Renew passport')
  await expect(ann.editor.getByLabel('Description')).toHaveValue('Both signatures')
  await expect(ann.editor.getByLabel('Priority')).toHaveValue('high')
  await expect(ann.editor.getByLabel('Due date')).toHaveValue('2999-12-31')
})

test('the newest task comes first', async ({ app }) => {
  const ann = await app.signedUp('ann')

  await ann.adds('Buy milk')
  await ann.adds('Water the fern')
  await ann.adds('Call the dentist')

  await ann.sees('Call the dentist', 'Water the fern', 'Buy milk')
  await ann.counts('3 open tasks')
  await ann.goesTo('/tasks')
  await ann.sees('Call the dentist', 'Water the fern', 'Buy milk')
})

for (const title of ['', '   ']) {
  test(`a task with the title "${title}" is refused, and the rest of the form is kept`, async ({ app }) => {
    app.expectStatus(422)
    const ann = await app.signedUp('ann')

    await ann.write(ann.composer, { title, description: 'The blue one', priority: 'Low', due: '2999-12-31' })
    await ann.button('Add task').click()

    await ann.isToldAbout(ann.composer.getByLabel('Title'), 'Title is required')
    await expect(ann.composer.getByLabel('Description')).toHaveValue('The blue one')
    await expect(ann.composer.getByLabel('Priority')).toHaveValue('low')
    await expect(ann.composer.getByLabel('Due date')).toHaveValue('2999-12-31')
    await ann.adds('Curtains')
    await expect(ann.row('Curtains')).toContainText('The blue one')
    await expect(ann.page.getByText('Title is required')).toHaveCount(0)
  })
}

test('a title of more than two hundred characters is refused, and kept', async ({ app }) => {
  app.expectStatus(422)
  const ann = await app.signedUp('ann')
  const title = 'x'.repeat(201)

  await ann.write(ann.composer, { title })
  await ann.button('Add task').click()

  await ann.isToldAbout(ann.composer.getByLabel('Title'), 'Title must be at most 200 characters')
  await expect(ann.composer.getByLabel('Title')).toHaveValue(title)
})

test('a task is completed and reopened', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  await ann.adds('Water the fern')

  await ann.completes('Buy milk')
  await ann.counts('1 open task')
  await ann.goesTo('/tasks')
  await expect(ann.checkbox('Buy milk')).toBeChecked()
  await expect(ann.checkbox('Water the fern')).not.toBeChecked()

  await ann.reopens('Buy milk')
  await ann.counts('2 open tasks')
  await ann.goesTo('/tasks')
  await expect(ann.checkbox('Buy milk')).not.toBeChecked()
})

test('every field of a task can be changed', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk', { description: 'Two bottles', priority: 'Low', due: '2999-12-30' })
  await ann.adds('Water the fern')

  await ann.edits('Buy milk', { title: 'Buy oat milk', description: 'Three', priority: 'High', due: '2999-12-31' })

  await ann.goesTo('/tasks')
  await ann.sees('Water the fern', 'Buy oat milk')
  const row = ann.row('Buy oat milk')
  await expect(row).toContainText('Three')
  await expect(row).toContainText('High priority')
  await expect(row.locator('time')).toHaveAttribute('datetime', /^2999-12-31/)
})

test('description and due date can be taken away again', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk', { description: 'Two bottles', due: '2999-12-30' })

  await ann.edits('Buy milk', { description: '', due: '' })

  await ann.goesTo('/tasks')
  await expect(ann.row('Buy milk')).not.toContainText('Two bottles')
  await expect(ann.row('Buy milk').locator('time')).toHaveCount(0)
})

test('a changed task stays completed', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  await ann.completes('Buy milk')

  await ann.edits('Buy milk', { title: 'Buy oat milk' })

  await expect(ann.checkbox('Buy oat milk')).toBeChecked()
  await ann.counts('0 open tasks')
})

test('an edit without a title is refused, and the rest is kept', async ({ app }) => {
  app.expectStatus(422)
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')

  await ann.opens('Buy milk')
  await ann.write(ann.editor, { title: ' ', description: 'Two bottles', priority: 'High' })
  await ann.button('Save').click()

  await ann.isToldAbout(ann.editor.getByLabel('Title'), 'Title is required')
  await expect(ann.editor.getByLabel('Description')).toHaveValue('Two bottles')
  await expect(ann.editor.getByLabel('Priority')).toHaveValue('high')
  await ann.goesTo('/tasks')
  await ann.sees('Buy milk')
})

test('"Cancel" leaves a task as it was', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')

  await ann.opens('Buy milk')
  await ann.write(ann.editor, { title: 'Buy wine' })
  await ann.link('Cancel').or(ann.button('Cancel')).click()

  await ann.isAt('/tasks')
  await expect(ann.editor).toHaveCount(0)
  await ann.sees('Buy milk')
})

test('a task is deleted', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  await ann.adds('Water the fern')

  await ann.deletes('Buy milk')

  await ann.sees('Water the fern')
  await ann.counts('1 open task')
  await ann.goesTo('/tasks')
  await ann.sees('Water the fern')
})

test('the last task deleted leaves the list as empty as at first', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')

  await ann.deletes('Buy milk')

  await expect(ann.heading('Nothing here yet')).toBeVisible()
  await ann.counts('0 open tasks')
})

test("a task's own page does all that its row does", async ({ app }) => {
  app.expectStatus(404)
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  const address = await ann.addressOf('Buy milk')

  await ann.goesTo(address)
  await ann.presses(ann.checkbox('Buy milk'))
  await ann.goesTo('/tasks')
  await expect(ann.checkbox('Buy milk')).toBeChecked()

  await ann.goesTo(address)
  await ann.write(ann.editor, { title: 'Buy oat milk' })
  await ann.presses('Save')
  await ann.isAt('/tasks')
  await ann.sees('Buy oat milk')

  await ann.goesTo(address)
  await ann.presses('Delete')
  await ann.isAt('/tasks')
  await expect(ann.heading('Nothing here yet')).toBeVisible()
  expect((await ann.goesTo(address)).status()).toBe(404)
})

test('the tasks of two people never meet', async ({ app }) => {
  app.expectStatus(404)
  const ann = await app.signedUp('ann')
  const bob = await app.signedUp('bob')
  await ann.adds('Buy milk')
  const address = await ann.addressOf('Buy milk')

  await bob.goesTo('/tasks')
  await expect(bob.heading('Nothing here yet')).toBeVisible()
  const response = await bob.goesTo(address)

  expect(response.status()).toBe(404)
  await expect(bob.heading('There is nothing here')).toBeVisible()
  await expect(bob.page.getByText('Buy milk')).toHaveCount(0)
})
