import { expect, test } from '../fixtures.ts'

test('a deleted task comes back in its place', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk', { description: 'Two bottles', priority: 'High' })
  await ann.adds('Water the fern')
  await ann.adds('Call Bob')

  await ann.deletes('Water the fern')
  await ann.isTold('Task deleted')
  await ann.undoes()

  await ann.sees('Call Bob', 'Water the fern', 'Buy milk')
  await ann.counts('3 open tasks')
  await ann.goesTo('/tasks')
  await ann.sees('Call Bob', 'Water the fern', 'Buy milk')
})

test('completing and editing can be undone', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')

  await ann.completes('Buy milk')
  await ann.isTold('Task completed')
  await ann.undoes()
  await expect(ann.checkbox('Buy milk')).not.toBeChecked()
  await ann.counts('1 open task')

  await ann.edits('Buy milk', { title: 'Buy oat milk', priority: 'High' })
  await ann.isTold('Task saved')
  await ann.undoes()
  await ann.sees('Buy milk')
  await expect(ann.row('Buy milk')).toContainText('Medium priority')
  await ann.goesTo('/tasks')
  await ann.sees('Buy milk')
})

test('a task that was added by mistake is gone again', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')

  await ann.undoes()

  await expect(ann.heading('Nothing here yet')).toBeVisible()
  await ann.goesTo('/tasks/deleted')
  await expect(ann.button('Restore Buy milk')).toHaveCount(0)
})

test('"Undo" stays until the next action, also on another page', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  await ann.adds('Water the fern')
  await ann.deletes('Buy milk')

  await ann.goesTo('/account')
  await ann.goesTo('/tasks')
  await ann.isTold('Task deleted')
  await ann.completes('Water the fern')
  await ann.isTold('Task completed')
  await expect(ann.page.getByText('Task deleted')).toHaveCount(0)
})

test('an undo after a change elsewhere says so, and loses nothing', async ({ app }) => {
  app.expectStatus(409)
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  const tab = await app.copyOf(ann)
  await ann.completes('Buy milk')
  await tab.goesTo('/tasks')
  await tab.edits('Buy milk', { title: 'Buy oat milk' })

  await ann.button('Undo').click()

  await ann.isTold('The task was changed since, so nothing was undone.')
  await ann.goesTo('/tasks')
  await ann.sees('Buy oat milk')
  await expect(ann.checkbox('Buy oat milk')).toBeChecked()
})

test('what was deleted lately can be restored', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  await ann.adds('Water the fern')
  await ann.deletes('Buy milk')
  await ann.deletes('Water the fern')

  await ann.link('Recently deleted').click()
  await ann.isAt('/tasks/deleted')
  await expect(ann.page.getByText(/^Deleted today, gone for good on /)).toHaveCount(2)
  await ann.presses('Restore Buy milk')

  await ann.isTold('Task restored.')
  await expect(ann.button('Restore Water the fern')).toBeVisible()
  await ann.link('Back to tasks').click()
  await ann.sees('Buy milk')
})
