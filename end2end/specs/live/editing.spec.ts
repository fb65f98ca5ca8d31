// The fields of a task in the place of its row.
import { expect, test } from '../../fixtures.ts'
import { Post } from '../../post.ts'

test.use({ contextOptions: { reducedMotion: 'reduce' } })

const tasks = [
  { title: 'Buy milk', priority: 'High' as const },
  { title: 'Call Bob' },
  { title: 'Renew passport', priority: 'High' as const },
]

test('"Edit" opens the fields in place of the row', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk', { description: 'Two bottles' })

  await ann.opens('Buy milk')

  await ann.isAt('/tasks')
  const editor = ann.page.getByRole('form', { name: 'Edit Buy milk' })
  await expect(editor.getByLabel('Title')).toBeFocused()
  await expect(editor.getByLabel('Title')).toHaveValue('Buy milk')
  await expect(editor.getByLabel('Description')).toHaveValue('Two bottles')
  await expect(ann.row('Buy milk')).toHaveCount(0)
})

test('Escape cancels editing, and the focus is back where it was', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  await ann.opens('Buy milk')
  await ann.write(ann.editor, { title: 'Buy wine' })

  await ann.page.keyboard.press('Escape')

  await expect(ann.editor).toHaveCount(0)
  await ann.sees('Buy milk')
  await expect(ann.link('Edit Buy milk')).toBeFocused()
})

test('an edit shows at once', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  const post = await Post.held(ann.page)

  await ann.opens('Buy milk')
  await ann.write(ann.editor, { title: 'Buy oat milk', priority: 'High' })
  await ann.page.keyboard.press('Enter')

  await ann.sees('Buy oat milk')
  await expect(ann.row('Buy oat milk')).toContainText('High priority')
  await post.goesThrough()
  await ann.goesTo('/tasks')
  await ann.sees('Buy oat milk')
})

test('an edit that the server refuses is taken back, and can be tried again without typing it again', async ({ app }) => {
  app.expectStatus(500)
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  const post = await Post.held(ann.page)

  await ann.opens('Buy milk')
  await ann.write(ann.editor, { title: 'Buy oat milk', description: 'Two bottles' })
  await ann.button('Save').click()
  await ann.sees('Buy oat milk')
  await post.isRefused()
  await expect(ann.editor.getByLabel('Title')).toHaveValue('Buy oat milk')
  await expect(ann.editor.getByLabel('Description')).toHaveValue('Two bottles')
  await ann.isTold(/could not/i)
  await ann.button('Try again').click()

  await ann.sees('Buy oat milk')
  await expect(ann.link('Edit Buy oat milk')).toBeFocused()
  await expect(ann.page.getByText(/could not/i)).toHaveCount(0)
  await expect(ann.checkbox('Buy oat milk')).not.toHaveAttribute('aria-busy', 'true')
  await ann.goesTo('/tasks')
  await ann.sees('Buy oat milk')
  await expect(ann.row('Buy oat milk')).toContainText('Two bottles')
})

test('a click with a modifier opens a task in a tab of its own', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  const address = await ann.addressOf('Buy milk')

  const opened = ann.page.context().waitForEvent('page')
  await ann.link('Edit Buy milk').click({ modifiers: ['Control'] })

  const tab = await opened
  await expect(tab).toHaveURL(address)
  await expect(ann.editor).toHaveCount(0)
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

test('two editors are apart', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.keeps(tasks)

  await ann.link('Edit Call Bob').click()
  await ann.link('Edit Buy milk').click()
  const editor = ann.page.getByRole('form', { name: 'Edit Buy milk' })
  await editor.getByText('Description').click()

  await expect(editor.getByLabel('Description')).toBeFocused()
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

test('what is typed goes into its field also while the list changes around it', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.keeps([{ title: 'Book' }, { title: 'Apple' }, { title: 'Cup' }])
  await ann.looksFor({ sort: 'Title' })
  await ann.sees('Apple', 'Book', 'Cup')
  const tab = await app.copyOf(ann)
  await tab.goesTo('/tasks')
  await ann.opens('Book')
  const title = ann.editor.getByLabel('Title')
  await title.press('End')
  await ann.page.keyboard.type(' a table')

  await tab.edits('Apple', { title: 'Zebra' })
  await tab.deletes('Book')
  const found = ann.page.waitForResponse((response) => response.url().includes('sort=title'))
  await ann.page.evaluate(() => document.dispatchEvent(new Event('stale')))
  await found
  await expect(ann.row('Zebra')).toBeVisible()
  await ann.page.keyboard.type(' for #4 x')

  await expect(title).toBeFocused()
  await expect(title).toHaveValue('Book a table for #4 x')
  await expect(ann.checkbox('Cup')).not.toBeChecked()
})

test('an undo beside what is being typed leaves it', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.keeps(tasks)
  await ann.completes('Buy milk')
  await ann.opens('Buy milk')
  await ann.editor.getByLabel('Description').fill('Two bottles')

  await ann.undoes()

  await expect(ann.editor.getByLabel('Description')).toHaveValue('Two bottles')
  await ann.posts(ann.button('Save'))
  await expect(ann.row('Buy milk').getByText('Two bottles')).toBeVisible()
  await expect(ann.checkbox('Buy milk')).not.toBeChecked()
})

test('the fields of a task open while its last change is on its way', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.keeps(tasks)
  const post = await Post.held(ann.page)
  await ann.checkbox('Buy milk').click()
  await post.isSent()

  await ann.opens('Buy milk')
  await ann.write(ann.editor, { title: 'Buy oat milk' })
  await post.goesThrough()
  await expect(ann.editor.getByLabel('Title')).toHaveValue('Buy oat milk')
  await ann.posts(ann.button('Save'))

  await expect(ann.checkbox('Buy oat milk')).toBeChecked()
})

test('a date that is none is not passed over', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.composer.getByLabel('Title').fill('Pay the rent')
  await ann.composer.getByLabel('Due date').focus()
  await ann.page.keyboard.type('02')

  await ann.button('Add task').click()

  await ann.isToldAbout(ann.composer.getByLabel('Due date'), 'Invalid due date')
  await expect(ann.composer.getByLabel('Title')).toHaveValue('Pay the rent')
})
