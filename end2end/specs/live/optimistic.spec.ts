// What is done shows at once, and is taken back when the server says no.
import { expect, test } from '../../fixtures.ts'
import { Post } from '../../post.ts'

test.use({ contextOptions: { reducedMotion: 'reduce' } })

test('a click on a check box shows at once, long before the server has answered', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  const post = await Post.held(ann.page)

  await ann.checkbox('Buy milk').click()

  await expect(ann.checkbox('Buy milk')).toBeChecked()
  await ann.counts('0 open tasks')
  await post.isSent()
  await post.goesThrough()
  await ann.goesTo('/tasks')
  await expect(ann.checkbox('Buy milk')).toBeChecked()
})

test('what the server refuses is taken back, and the person is told', async ({ app }) => {
  app.expectStatus(500)
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  const post = await Post.held(ann.page)

  await ann.checkbox('Buy milk').click()
  await expect(ann.checkbox('Buy milk')).toBeChecked()
  await post.isRefused()

  await expect(ann.checkbox('Buy milk')).not.toBeChecked()
  await ann.counts('1 open task')
  await ann.isTold(/could not/i)
})

test('what never reaches the server is taken back, and the person is told', async ({ app }) => {
  app.expectCut(/\/fn\//)
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  const post = await Post.held(ann.page)

  await ann.checkbox('Buy milk').click()
  await expect(ann.checkbox('Buy milk')).toBeChecked()
  await post.isLost()

  await expect(ann.checkbox('Buy milk')).not.toBeChecked()
  await ann.isTold(/could not/i)
})

test('the next action that works clears what was said about the last', async ({ app }) => {
  app.expectStatus(500)
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  const post = await Post.held(ann.page)
  await ann.checkbox('Buy milk').click()
  await post.isRefused()
  await ann.isTold(/could not/i)

  await ann.completes('Buy milk')

  await expect(ann.page.getByText(/could not/i)).toHaveCount(0)
})

test('a request that takes long shows that it is under way, and no longer than that', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  const post = await Post.held(ann.page)

  await ann.checkbox('Buy milk').click()

  await expect(ann.checkbox('Buy milk')).toHaveAttribute('aria-busy', 'true')
  await post.goesThrough()
  await expect(ann.checkbox('Buy milk')).not.toHaveAttribute('aria-busy', 'true')
})

test('a second press before the answer to the first shows at once too, and holds', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  const post = await Post.held(ann.page)

  await ann.checkbox('Buy milk').press('Space')
  await expect(ann.checkbox('Buy milk')).toBeChecked()
  await ann.checkbox('Buy milk').press('Space')
  await expect(ann.checkbox('Buy milk')).not.toBeChecked()
  await ann.counts('1 open task')
  await post.goesThrough()

  await expect(ann.checkbox('Buy milk')).not.toHaveAttribute('aria-busy', 'true')
  await expect(ann.checkbox('Buy milk')).not.toBeChecked()
  await ann.goesTo('/tasks')
  await expect(ann.checkbox('Buy milk')).not.toBeChecked()
})

test('a second press before the answer to the first holds though the page is left', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  // The first arrives, but its answer does not. Not by a route: of a page that is gone none hears.
  await ann.page.evaluate(() => {
    const send = window.fetch
    window.fetch = (...asked) => {
      window.fetch = send
      return send(...asked).then(() => new Promise(() => {}))
    }
  })

  const arrived = ann.page.waitForResponse('**/fn/complete_task')
  await ann.checkbox('Buy milk').press('Space')
  await arrived
  await ann.checkbox('Buy milk').press('Space')
  await expect(ann.checkbox('Buy milk')).not.toBeChecked()
  await ann.goesTo('/account')

  await expect(async () => {
    await ann.goesTo('/tasks')
    await expect(ann.checkbox('Buy milk')).not.toBeChecked({ timeout: 500 })
  }).toPass()
})

test('a task that is deleted before the answer to its last change is gone', async ({ app }) => {
  const ann = await app.signedUp('ann')
  const post = await Post.held(ann.page)

  await ann.write(ann.composer, { title: 'Buy milk' })
  await ann.button('Add task').click()
  await ann.button('Delete Buy milk').click()
  await expect(ann.row('Buy milk')).toHaveCount(0)
  await post.goesThrough()

  await ann.isTold('Task deleted')
  await expect(ann.row('Buy milk')).toHaveCount(0)
  await ann.goesTo('/tasks')
  await expect(ann.row('Buy milk')).toHaveCount(0)
})

test('a new task stands in the list at once, and the form is ready for the next', async ({ app }) => {
  const ann = await app.signedUp('ann')
  const post = await Post.held(ann.page)

  await ann.write(ann.composer, { title: 'Buy milk' })
  await ann.button('Add task').click()

  await ann.sees('Buy milk')
  await ann.counts('1 open task')
  await expect(ann.composer.getByLabel('Title')).toHaveValue('')
  await post.goesThrough()
  await ann.addressOf('Buy milk')
  await ann.completes('Buy milk')
  await ann.goesTo('/tasks')
  await expect(ann.checkbox('Buy milk')).toBeChecked()
})

test('a new task that the server refuses goes back into the form', async ({ app }) => {
  app.expectStatus(500)
  const ann = await app.signedUp('ann')
  const post = await Post.held(ann.page)

  await ann.write(ann.composer, { title: 'Buy milk', description: 'Two bottles', priority: 'High', due: '2999-12-31' })
  await ann.button('Add task').click()
  await ann.sees('Buy milk')
  await post.isRefused()

  await expect(ann.row('Buy milk')).toHaveCount(0)
  await ann.counts('0 open tasks')
  await ann.isTold(/could not/i)
  await expect(ann.composer.getByLabel('Title')).toHaveValue('Buy milk')
  await expect(ann.composer.getByLabel('Description')).toHaveValue('Two bottles')
  await expect(ann.composer.getByLabel('Priority')).toHaveValue('high')
  await expect(ann.composer.getByLabel('Due date')).toHaveValue('2999-12-31')
})

test('a deleted task is gone at once', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  await ann.adds('Water the fern')
  const post = await Post.held(ann.page)

  await ann.button('Delete Buy milk').click()

  await ann.sees('Water the fern')
  await ann.counts('1 open task')
  await post.isSent()
  await post.goesThrough()
  await ann.goesTo('/tasks')
  await ann.sees('Water the fern')
})

test('a task that the server does not delete is back in its place', async ({ app }) => {
  app.expectStatus(500)
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  await ann.adds('Water the fern')
  await ann.adds('Call the dentist')
  const post = await Post.held(ann.page)

  await ann.button('Delete Water the fern').click()
  await ann.sees('Call the dentist', 'Buy milk')
  await post.isRefused()

  await ann.sees('Call the dentist', 'Water the fern', 'Buy milk')
  await ann.counts('3 open tasks')
  await ann.isTold(/could not/i)
})

test('a task that was deleted meanwhile is not completed, and is seen no more', async ({ app }) => {
  app.expectStatus(404)
  const ann = await app.signedUp('ann')
  await ann.keeps([{ title: 'Buy milk' }, { title: 'Call Mira' }])
  const tab = await app.copyOf(ann)
  await tab.goesTo('/tasks')
  await tab.deletes('Buy milk')

  await ann.checkbox('Buy milk').click()

  await ann.isTold('There is no such task')
  await ann.sees('Call Mira')
  await expect(ann.button('Try again')).toHaveCount(0)
})

test('a new task that is tried again with success leaves an empty form', async ({ app }) => {
  app.expectStatus(500)
  const ann = await app.signedUp('ann')
  const post = await Post.held(ann.page)
  await ann.write(ann.composer, { title: 'Buy milk', description: 'Two bottles' })
  await ann.button('Add task').click()
  await post.isRefused()
  await ann.isTold(/could not/i)

  await ann.button('Try again').click()

  await ann.sees('Buy milk')
  await expect(ann.composer.getByLabel('Title')).toHaveValue('')
  await expect(ann.composer.getByLabel('Description')).toHaveValue('')
})

test('one person acts, and the page is not loaded again', async ({ app }) => {
  const ann = await app.signedUp('ann')
  const documents: string[] = []
  ann.page.on('request', (request) => request.isNavigationRequest() && documents.push(request.url()))

  await ann.adds('Buy milk')
  await ann.completes('Buy milk')
  await ann.edits('Buy milk', { title: 'Buy oat milk' })
  await ann.deletes('Buy oat milk')

  expect(documents).toEqual([])
})

test('what was done last is what is said and undone, whatever is answered first', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.keeps([{ title: 'Buy milk' }, { title: 'Call Mira' }])
  const post = await Post.held(ann.page)
  await ann.checkbox('Buy milk').click()
  await ann.button('Delete Call Mira').click()
  await post.isSent(2)

  await post.letsTheFirstThrough()
  await expect(ann.checkbox('Buy milk')).not.toHaveAttribute('aria-busy')
  await expect(ann.page.getByText('Task completed')).toHaveCount(0)
  await ann.page.keyboard.press('u')
  await post.goesThrough()

  await ann.sees('Call Mira', 'Buy milk')
  await expect(ann.checkbox('Buy milk')).toBeChecked()
})
