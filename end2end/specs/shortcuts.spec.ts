import { expect, test } from '../fixtures.ts'
import type { App } from '../app.ts'
import type { Person } from '../person.ts'

async function withTasks(app: App): Promise<Person> {
  const ann = await app.signedUp('ann')
  await ann.keeps([{ title: 'Buy milk' }, { title: 'Water the fern' }, { title: 'Call Bob' }])
  return ann
}

test('n writes a new task, / searches, and the letter itself is not typed', async ({ app }) => {
  const ann = await withTasks(app)
  const { keyboard } = ann.page

  await keyboard.press('n')
  await expect(ann.composer.getByLabel('Title')).toBeFocused()
  await keyboard.type('jxk')
  await expect(ann.composer.getByLabel('Title')).toHaveValue('jxk')
  await ann.composer.getByLabel('Title').fill('')
  await ann.composer.getByLabel('Title').blur()
  await keyboard.press('/')
  await expect(ann.filters.getByLabel('Search')).toBeFocused()
  await expect(ann.filters.getByLabel('Search')).toHaveValue('')
})

test('j and k move, the first j to the first task', async ({ app }) => {
  const ann = await withTasks(app)
  const { keyboard } = ann.page

  await keyboard.press('j')
  await expect(ann.link('Edit Call Bob')).toBeFocused()
  await keyboard.press('j')
  await keyboard.press('j')
  await keyboard.press('j')
  await expect(ann.link('Edit Buy milk')).toBeFocused()
  await keyboard.press('k')
  await expect(ann.link('Edit Water the fern')).toBeFocused()
})

test('x completes, # deletes, u undoes, e edits', async ({ app }) => {
  const ann = await withTasks(app)
  const { keyboard } = ann.page

  await keyboard.press('j')
  await keyboard.press('x')
  await expect(ann.checkbox('Call Bob')).toBeChecked()
  await expect(ann.button('Undo')).toBeVisible()
  await keyboard.press('u')
  await expect(ann.checkbox('Call Bob')).not.toBeChecked()

  await ann.link('Edit Water the fern').focus()
  await keyboard.press('#')
  await ann.sees('Call Bob', 'Buy milk')
  await expect(ann.button('Undo')).toBeVisible()
  await keyboard.press('u')
  await ann.sees('Call Bob', 'Water the fern', 'Buy milk')

  await ann.link('Edit Buy milk').focus()
  await keyboard.press('e')
  await expect(ann.editor.getByLabel('Title')).toHaveValue('Buy milk')
})

test('? shows a sheet of them all, and none acts behind it', async ({ app }) => {
  const ann = await withTasks(app)
  const { keyboard } = ann.page
  const sheet = ann.page.getByRole('dialog', { name: 'Keyboard' })

  await keyboard.press('?')
  await expect(sheet).toBeVisible()
  await expect(sheet.locator('kbd')).toHaveText(['n', '/', 'j', 'k', 'x', 'e', '#', 'u', '?'])
  await keyboard.press('n')
  await expect(ann.composer.getByLabel('Title')).not.toBeFocused()
  await keyboard.press('Escape')
  await expect(sheet).not.toBeVisible()
  await ann.button('Keyboard').click()
  await expect(sheet).toBeVisible()
  await ann.button('Close').click()
  await expect(sheet).not.toBeVisible()
  await expect(ann.button('Keyboard')).toBeFocused()
})

test('no key acts with a modifier held', async ({ app }) => {
  const ann = await withTasks(app)
  const { keyboard } = ann.page
  await ann.link('Edit Call Bob').focus()

  for (const key of ['Control+x', 'Alt+x', 'Meta+x', 'Control+e', 'Alt+n']) await keyboard.press(key)

  await expect(ann.link('Edit Call Bob')).toBeFocused()
  await expect(ann.checkbox('Call Bob')).not.toBeChecked()
})

test('the keys can be switched off', async ({ app }) => {
  const ann = await withTasks(app)

  await ann.goesTo('/account')
  await ann.field('Use single keys').uncheck()
  await ann.presses('Save keyboard')
  await ann.isTold('Keyboard saved.')
  await ann.goesTo('/tasks')

  await ann.page.keyboard.press('n')
  await expect(ann.composer.getByLabel('Title')).not.toBeFocused()
  await ann.page.keyboard.press('?')
  await expect(ann.page.getByRole('dialog')).toHaveCount(0)
  await expect(ann.button('Keyboard')).toHaveCount(0)
})

test('Escape leaves a field, and a search once it is empty', async ({ app }) => {
  const ann = await withTasks(app)
  const { keyboard } = ann.page

  await keyboard.press('n')
  await keyboard.press('Escape')
  await keyboard.press('/')
  const search = ann.filters.getByLabel('Search')
  await expect(search).toBeFocused()
  await keyboard.press('Escape')
  await expect(search).not.toBeFocused()
  await keyboard.press('j')
  await expect(ann.link('Edit Call Bob')).toBeFocused()
})
