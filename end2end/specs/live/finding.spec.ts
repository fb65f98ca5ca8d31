// The list finds without a page load.
import { expect, test } from '../../fixtures.ts'
import { Post } from '../../post.ts'

test.use({ contextOptions: { reducedMotion: 'reduce' } })

const tasks = [
  { title: 'Buy milk', priority: 'High' as const },
  { title: 'Call Bob' },
  { title: 'Renew passport', priority: 'High' as const },
]

test('finding changes the address and the list, and loads no page', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.keeps(tasks)
  const documents: string[] = []
  ann.page.on('request', (request) => request.isNavigationRequest() && documents.push(request.url()))

  await ann.filters.getByLabel('Search').pressSequentially('milk')
  await ann.sees('Buy milk')
  await ann.isAt('/tasks?search=milk')
  await expect(ann.filters.getByLabel('Search')).toBeFocused()
  await expect(ann.page.getByRole('status').getByText('1 task: with “milk”.')).toBeAttached()
  await ann.filters.getByLabel('Search').fill('')
  await ann.chooses('Open')
  await expect(ann.link('Open')).toBeFocused()
  await ann.filters.getByLabel('Priority').selectOption('High')
  await ann.sees('Renew passport', 'Buy milk')
  await ann.link('Clear').click()
  await ann.isAt('/tasks')
  await ann.page.goBack()
  await ann.sees('Renew passport', 'Buy milk')

  expect(documents).toEqual([])
})

test('a search is one step back, however many letters it has', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.keeps(tasks)
  const search = ann.filters.getByLabel('Search')
  await search.fill('re')
  await ann.sees('Renew passport')
  await search.fill('call')
  await ann.sees('Call Bob')

  await ann.page.goBack()

  await ann.isAt('/tasks')
  await expect(search).toHaveValue('')
  await expect(ann.list.getByRole('listitem')).toHaveCount(3)
})

test('a search that takes long shows that it is under way', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.keeps(tasks)
  let letGo = () => {}
  const gate = new Promise<void>((resolve) => (letGo = resolve))
  await ann.page.route('**/tasks?search=*', async (route) => {
    await gate
    await route.continue()
  })

  await ann.filters.getByLabel('Search').fill('milk')
  await expect(ann.filters).toHaveAttribute('aria-busy', 'true')
  letGo()

  await ann.sees('Buy milk')
  await expect(ann.filters).not.toHaveAttribute('aria-busy', 'true')
})

test('a search that does not reach the server leaves the list and what was typed', async ({ app }) => {
  app.expectCut(/search=/)
  const ann = await app.signedUp('ann')
  await ann.keeps(tasks)
  await ann.page.route('**/tasks?search=*', (route) => route.abort())

  await ann.looksFor({ search: 'milk' })

  await ann.isTold('You are offline, or Cubby is.')
  await expect(ann.list.getByRole('listitem')).toHaveCount(3)
  await expect(ann.filters.getByLabel('Search')).toHaveValue('milk')
})

test('a filter that does not reach the server is taken back, and what was said of it goes with the next', async ({ app }) => {
  app.expectCut(/status=completed/)
  const ann = await app.signedUp('ann')
  await ann.keeps(tasks)
  await ann.page.route('**/tasks?status=completed', (route) => route.abort())

  await ann.link('Completed').click()

  await ann.isTold('You are offline, or Cubby is.')
  await ann.isAt('/tasks')
  await expect(ann.link('All')).toHaveAttribute('aria-current', 'page')
  await expect(ann.list.getByRole('listitem')).toHaveCount(3)
  await ann.link('Open').click()
  await ann.isAt('/tasks?status=open')
  await expect(ann.page.getByText('You are offline, or Cubby is.')).toHaveCount(0)
})

test('what is changed stays in a search as long as it is what was looked for, and marked', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.keeps(tasks)
  await ann.goesTo('/tasks?search=call')
  await ann.sees('Call Bob')

  await ann.edits('Call Bob', { title: 'Call Bobby' })
  await expect(ann.list.locator('mark')).toHaveText(['Call'])
  await ann.opens('Call Bobby')
  await ann.write(ann.editor, { title: 'Write to Bob' })
  await ann.button('Save').click()

  await expect(ann.heading('Nothing matches')).toBeVisible()
  await expect(ann.link('Show all tasks')).toBeFocused()
  await ann.isTold('Task saved')
})

test('a list that is looked for again leaves no step in the history', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.keeps(tasks)
  // To another place of the page, as by "Skip to content".
  await ann.page.evaluate(() => {
    location.hash = 'main'
  })
  const steps = await ann.page.evaluate(() => history.length)

  const answered = ann.page.waitForResponse((response) => new URL(response.url()).pathname === '/tasks')
  await ann.page.evaluate(() => document.dispatchEvent(new Event('stale')))
  await answered

  expect(await ann.page.evaluate(() => history.length)).toBe(steps)
  expect(ann.page.url()).toMatch(/\/tasks#main$/)
})

test('back from the next page is where one was', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.keeps(Array.from({ length: 52 }, (_, at) => ({ title: `Task ${at + 1}` })))
  const scrolled = () => ann.page.evaluate(() => scrollY)
  await ann.link('Next 50').scrollIntoViewIfNeeded()
  const there = await scrolled()
  await ann.link('Next 50').click()
  await ann.sees('Task 2', 'Task 1')

  await ann.page.goBack()

  await expect(ann.link('Edit Task 52')).toBeAttached()
  // Rows that were not seen yet are as high as they are guessed to be.
  await expect.poll(scrolled).toBeGreaterThan(there / 2)
})

test('what is on its way is not undone by a list that was read before it', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.keeps(tasks)
  const post = await Post.held(ann.page)
  await ann.button('Delete Call Bob').click()
  await ann.checkbox('Buy milk').click()
  await post.isSent(2)

  await ann.looksFor({ sort: 'Title' })
  await ann.isAt('/tasks?sort=title')
  await ann.sees('Buy milk', 'Renew passport')
  await expect(ann.checkbox('Buy milk')).toBeChecked()
  await post.goesThrough()

  await ann.counts('1 open task')
  await ann.sees('Buy milk', 'Renew passport')
})

test('a list that was read before a change does not take it back', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.keeps(tasks)
  let letGo = () => {}
  const gate = new Promise<void>((resolve) => (letGo = resolve))
  let reads = 0
  await ann.page.route(/search=/, async (route) => {
    const answer = await route.fetch()
    if (reads++ === 0) await gate
    await route.fulfill({ response: answer })
  })
  await ann.looksFor({ search: 'b' })
  await expect.poll(() => reads).toBe(1)

  await Promise.all([ann.page.waitForResponse(/complete_task/), ann.checkbox('Buy milk').click()])
  await Promise.all([ann.page.waitForResponse(/delete_task/), ann.button('Delete Call Bob').click()])
  letGo()

  await expect.poll(() => reads).toBe(2)
  await ann.sees('Buy milk')
  await expect(ann.checkbox('Buy milk')).toBeChecked()
  await ann.counts('1 open task')
})
