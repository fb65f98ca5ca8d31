// Whatever becomes of what was sent, it is not lost, and the focus is where one goes on.
import type { App } from '../../app.ts'
import { expect, test } from '../../fixtures.ts'
import type { Person } from '../../person.ts'
import { Post } from '../../post.ts'

test.use({ contextOptions: { reducedMotion: 'reduce' } })

async function writesDown(ann: Person, ...titles: string[]): Promise<void> {
  for (const title of titles) {
    await ann.composer.getByLabel('Title').fill(title)
    await ann.page.keyboard.press('Enter')
  }
}

test('tasks that never reach the server are all kept, and can be sent again', async ({ app }) => {
  app.expectCut(/\/fn\/add_task/)
  const ann = await app.signedUp('ann')
  const post = await Post.held(ann.page)
  await writesDown(ann, 'Buy milk', 'Call Mira', 'Water the fern')
  await ann.sees('Water the fern', 'Call Mira', 'Buy milk')

  await ann.page.route('**/fn/add_task', (route) => route.abort())
  await post.isLost()

  const kept = (title: string) => ann.page.getByRole('form', { name: `Add ${title}` })
  await expect(ann.composer.getByLabel('Title')).toHaveValue('Buy milk')
  await expect(kept('Call Mira').getByLabel('Title')).toHaveValue('Call Mira')
  await expect(kept('Water the fern').getByLabel('Title')).toHaveValue('Water the fern')
  await ann.counts('0 open tasks')
  await ann.page.unroute('**/fn/add_task')
  await kept('Call Mira').getByRole('button', { name: 'Add task' }).click()
  await ann.sees('Call Mira')
  await ann.isTold('Task added')
  await kept('Water the fern').getByRole('button', { name: 'Cancel' }).click()
  await expect(kept('Water the fern')).toHaveCount(0)
  await ann.goesTo('/tasks')
  await ann.sees('Call Mira')
})

test('a refusal stays said while what was sent before it arrives', async ({ app }) => {
  app.expectStatus(500)
  const ann = await app.signedUp('ann')
  const post = await Post.held(ann.page)
  await writesDown(ann, 'Buy milk', 'Call Mira')

  await post.isRefused()

  await ann.sees('Call Mira')
  await expect(ann.checkbox('Call Mira')).not.toHaveAttribute('aria-busy', 'true')
  await ann.isTold(/could not add/i)
  await expect(ann.composer.getByLabel('Title')).toHaveValue('Buy milk')
  await ann.button('Try again').click()
  await ann.sees('Buy milk', 'Call Mira')
})

test('tasks stand in the order in which they were written, however long each takes', async ({ app }) => {
  const ann = await app.signedUp('ann')
  const sent: (string | null)[] = []
  ann.page.on('request', (request) => request.method() === 'POST' && sent.push(request.postData()))
  const post = await Post.held(ann.page)
  await writesDown(ann, 'Buy milk', 'Call Mira', 'Water the fern')
  await post.isSent()
  await ann.sees('Water the fern', 'Call Mira', 'Buy milk')
  expect(sent).toHaveLength(1)

  await post.goesThrough()

  await expect(ann.page.locator('[aria-busy=true]')).toHaveCount(0)
  await ann.sees('Water the fern', 'Call Mira', 'Buy milk')
  await ann.goesTo('/tasks')
  await ann.sees('Water the fern', 'Call Mira', 'Buy milk')
})

test('fields that could not be saved are open again, with the focus in them', async ({ app }) => {
  app.expectStatus(500)
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  await ann.opens('Buy milk')
  const post = await Post.held(ann.page)
  await ann.write(ann.editor, { title: 'Buy oat milk' })
  await ann.page.keyboard.press('Enter')

  await post.isRefused()

  await expect(ann.editor.getByLabel('Title')).toHaveValue('Buy oat milk')
  await expect(ann.editor.getByLabel('Title')).toBeFocused()
})

test('a task that could not be deleted has the focus again', async ({ app }) => {
  app.expectStatus(500)
  const ann = await app.signedUp('ann')
  await ann.keeps([{ title: 'Buy milk' }, { title: 'Call Mira' }])
  const post = await Post.held(ann.page)
  await ann.page.keyboard.press('j')
  await ann.page.keyboard.press('#')
  await expect(ann.link('Edit Buy milk')).toBeFocused()

  await post.isRefused()

  await expect(ann.link('Edit Call Mira')).toBeFocused()
})

test('an undo that comes too late shows the list as it is', async ({ app }) => {
  app.expectStatus(410)
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  await ann.deletes('Buy milk')
  const id = await ann.page.locator('.toast [name=id]').inputValue()
  await ann.sends('/fn/undo', { id })

  await ann.button('Undo').click()

  await ann.isTold(/nothing to undo/i)
  await ann.sees('Buy milk')
  await ann.isTold(/nothing to undo/i)
})

test('what is being written survives a list that cannot be found', async ({ app }) => {
  app.expectStatus(500)
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  await ann.write(ann.composer, { title: 'Call Mira' })
  await ann.page.route('**/tasks?*', (route) => route.fulfill({ status: 500 }))

  await ann.link('Open').click()

  await expect(ann.link('All')).toHaveAttribute('aria-current', 'page')
  await ann.isAt('/tasks')
  await expect(ann.composer.getByLabel('Title')).toHaveValue('Call Mira')
})

test('the last task of a page that goes makes room for the next page', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.keeps(Array.from({ length: 51 }, (_, at) => ({ title: `Task ${at + 1}` })))

  await ann.page.evaluate(() => {
    for (const button of document.querySelectorAll<HTMLElement>('.tasks .end button')) button.click()
  })

  await ann.sees('Task 1')
  await ann.counts('1 open task')
})

test('Ctrl and Enter save where Enter begins another line', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.write(ann.composer, { title: 'Buy milk', description: 'Two bottles' })

  await ann.composer.getByLabel('Description').press('Control+Enter')

  await ann.isTold('Task added')
  await ann.sees('Buy milk')
  await expect(ann.row('Buy milk').getByText('Two bottles')).toBeVisible()
})

test('what was begun is not lost when a click finds that the session is over', async ({ app }) => {
  app.expectStatus(401, 409)
  const ann = await app.signedUp('ann')
  await ann.keeps([{ title: 'Buy milk' }])
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

async function isOutElsewhere(app: App, ann: Person): Promise<void> {
  app.expectStatus(401)
  const tab = await app.copyOf(ann)
  await tab.goesTo('/tasks')
  await tab.signsOut()
}

for (const titles of [['Buy milk', 'Call Mira'], ['Buy milk', 'Call Mira', 'Water the fern']]) {
  test(`${titles.length} tasks that find the session over are all kept`, async ({ app }) => {
    const ann = await app.signedUp('ann')
    await isOutElsewhere(app, ann)
    const post = await Post.held(ann.page)

    await writesDown(ann, ...titles)
    await post.goesThrough()

    await expect(ann.composer.getByLabel('Title')).toHaveValue('Buy milk')
    for (const title of titles.slice(1)) {
      await expect(ann.page.getByRole('form', { name: `Add ${title}` }).getByLabel('Title')).toHaveValue(title)
    }
    await expect(ann.link('Sign in')).toBeVisible()
  })
}

test('what is being edited is not left behind when the list finds the session over', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.keeps([{ title: 'Buy milk' }])
  await ann.opens('Buy milk')
  await ann.editor.getByLabel('Description').fill('Two bottles')
  await isOutElsewhere(app, ann)

  await ann.link('Open').click()

  await ann.isTold('Session expired')
  await ann.isAt('/tasks')
  await expect(ann.editor.getByLabel('Description')).toHaveValue('Two bottles')
  const tab = ann.page.waitForEvent('popup')
  await ann.link('Sign in').click()
  await (await tab).close()
  await ann.sends('/fn/sign_in', { email: ann.email, password: ann.password })
  await ann.posts(ann.button('Save'))
  await expect(ann.row('Buy milk').getByText('Two bottles')).toBeVisible()
})

test('of two texts none is left behind for the page of a conflict', async ({ app }) => {
  app.expectStatus(409, 412)
  const ann = await app.signedUp('ann')
  await ann.keeps([{ title: 'Buy milk' }])
  await ann.opens('Buy milk')
  await ann.write(ann.editor, { title: 'Buy oat milk' })
  const tab = await app.copyOf(ann)
  await tab.goesTo('/tasks')
  await tab.edits('Buy milk', { title: 'Buy soy milk' })
  await ann.write(ann.composer, { title: 'Call Mira' })

  await ann.button('Save').click()

  await ann.isTold(/changed meanwhile/)
  await expect(ann.editor.getByLabel('Title')).toHaveValue('Buy oat milk')
  await expect(ann.composer.getByLabel('Title')).toHaveValue('Call Mira')
  await ann.posts(ann.button('Add task'))
  await ann.button('Save').click()
  await expect(ann.heading('Changed elsewhere')).toBeVisible()
})

test('what is being edited is not left behind when a click finds the session over', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.keeps([{ title: 'Buy milk' }, { title: 'Call Mira' }])
  await ann.opens('Buy milk')
  await ann.editor.getByLabel('Description').fill('Two bottles')
  await isOutElsewhere(app, ann)

  await ann.checkbox('Call Mira').click()

  await ann.isTold('Session expired')
  await expect(ann.link('Sign in')).toBeVisible()
  await expect(ann.checkbox('Call Mira')).not.toBeChecked()
  await expect(ann.editor.getByLabel('Description')).toHaveValue('Two bottles')
})
