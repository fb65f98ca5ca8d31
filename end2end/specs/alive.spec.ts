// What only a list that is alive does: it finds without a page load, and stays where the person is.
import { expect, test } from '../fixtures.ts'
import { Post } from '../post.ts'

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

test('what is being edited stays while the person looks for something', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.keeps(tasks)
  await ann.opens('Call Bob')
  await ann.write(ann.editor, { title: 'Call Bob tonight' })

  await ann.looksFor({ search: 'milk' })

  await ann.sees('Buy milk')
  await expect(ann.editor.getByLabel('Title')).toHaveValue('Call Bob tonight')
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

test('what is heard again is said again', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.keeps(tasks)
  await ann.page.evaluate(() => {
    const heard: string[] = []
    const region = document.querySelector('.unseen[role=status]')!
    new MutationObserver(() => region.textContent && heard.push(region.textContent)).observe(region, {
      childList: true,
      characterData: true,
      subtree: true,
    })
    Object.assign(window, { heard })
  })

  for (let times = 1; times <= 2; times++) {
    await ann.deletes('Call Bob')
    await ann.button('Undo').click()
    await expect.poll(() => ann.page.evaluate('heard.length')).toBe(times)
  }

  expect(await ann.page.evaluate('heard')).toEqual(['Undone', 'Undone'])
})

test('two editors are apart', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.keeps(tasks)

  await ann.link('Edit Call Bob').click()
  await ann.link('Edit Buy milk').click()
  const editor = ann.page.getByRole('form', { name: 'Edit Buy milk' })
  await editor.getByText('Description').click()

  await expect(editor.getByLabel('Description')).toBeFocused()
})

test('an undo shows at once, and is taken back when the server says no', async ({ app }) => {
  app.expectStatus(500)
  const ann = await app.signedUp('ann')
  await ann.keeps(tasks)
  await ann.deletes('Call Bob')
  await ann.page.route('**/fn/undo', (route) => route.fulfill({ status: 500 }))

  await ann.button('Undo').click()

  await ann.isTold(/could not undo that/i)
  await ann.sees('Renew passport', 'Buy milk')
  await ann.counts('2 open tasks')
})

test('the focus goes to the next task when one leaves the list, and back with an undo', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.keeps(tasks)

  await ann.deletes('Call Bob')
  await expect(ann.link('Edit Buy milk')).toBeFocused()
  await ann.undoes()
  await expect(ann.link('Edit Call Bob')).toBeFocused()

  await ann.chooses('Open')
  await ann.checkbox('Buy milk').click()
  await expect(ann.row('Buy milk')).toHaveCount(0)
  await expect(ann.link('Edit Call Bob')).toBeFocused()
})

test('what was begun is not lost when a click finds that the session is over', async ({ app }) => {
  app.expectStatus(401, 409)
  const ann = await app.signedUp('ann')
  await ann.keeps(tasks)
  const tab = await app.copyOf(ann)
  await tab.goesTo('/tasks')
  await tab.signsOut()
  await ann.write(ann.composer, { title: 'Water the fern', description: 'Not too much' })

  await ann.checkbox('Buy milk').click()
  await expect(ann.heading('Sign in')).toBeVisible()
  await ann.signsIn()

  await ann.isAt('/tasks')
  await expect(ann.composer.getByLabel('Title')).toHaveValue('Water the fern')
  await expect(ann.composer.getByLabel('Description')).toHaveValue('Not too much')
  await expect(ann.checkbox('Buy milk')).not.toBeChecked()
})

test('the list stays still under the pointer when the line to write on is left', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.keeps(tasks)
  const place = async () => (await ann.row('Buy milk').boundingBox())?.y
  await ann.composer.getByLabel('Title').focus()
  await expect(ann.composer.getByLabel('Description')).toBeInViewport()
  const { x, y, width } = (await ann.row('Buy milk').boundingBox())!

  // Beside its words, where a press does nothing.
  await ann.page.mouse.click(x + width - 2, y + 2)
  await expect(ann.composer.getByLabel('Title')).not.toBeFocused()
  await expect(ann.composer).toHaveAttribute('data-open', '')
  expect(await place()).toBe(y)
  await ann.page.mouse.move(1, 1)

  await expect(ann.composer.getByLabel('Description')).not.toBeInViewport()
})

test('an editor is not under the message of what was just done', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.page.setViewportSize({ width: 360, height: 640 })
  await ann.keeps([...tasks, { title: 'Water the fern' }, { title: 'Write to Mira' }, { title: 'Book the train' }])
  await ann.completes('Write to Mira')
  await ann.isTold('Task completed')

  await ann.opens('Renew passport')

  await expect(ann.editor.getByLabel('Title')).toBeInViewport()
  const told = (await ann.page.getByText('Task completed').boundingBox())!
  const cancel = (await ann.button('Cancel').boundingBox())!
  expect(cancel.y + cancel.height).toBeLessThan(told.y)
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

test('u undoes also what is still on its way', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.keeps([{ title: 'Buy milk' }, { title: 'Call Mira' }])
  const post = await Post.held(ann.page)
  await ann.page.keyboard.press('j')
  await ann.page.keyboard.press('#')
  await post.isSent()
  await ann.sees('Buy milk')

  await ann.page.keyboard.press('u')
  await post.goesThrough()

  await ann.sees('Call Mira', 'Buy milk')
})

test('where no task is left the focus is on what is said instead, and keys go on', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')

  await ann.page.keyboard.press('j')
  await ann.page.keyboard.press('#')
  await expect(ann.heading('Nothing here yet')).toBeFocused()
  await ann.isTold('Task deleted')
  await ann.page.keyboard.press('u')

  await ann.sees('Buy milk')
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
