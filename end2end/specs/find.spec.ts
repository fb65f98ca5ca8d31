import { expect, test } from '../fixtures.ts'
import type { App } from '../app.ts'
import type { Person } from '../person.ts'

async function withTasks(app: App): Promise<Person> {
  const ann = await app.signedUp('ann')
  await ann.keeps([
    { title: 'Buy milk', description: 'Two bottles', priority: 'High', due: '2031-01-02' },
    { title: 'Call Bob', description: 'about the Milkshake', priority: 'Low' },
    { title: 'Éclairs for tea', due: '2030-01-02' },
    { title: 'Renew passport', priority: 'High' },
  ])
  return ann
}

test('a search finds beginnings of words, whatever their case and accents, and marks them', async ({ app }) => {
  const ann = await withTasks(app)

  await ann.looksFor({ search: 'MILK' })
  await ann.sees('Call Bob', 'Buy milk')
  await expect(ann.row('Buy milk').locator('mark')).toHaveText(['milk'])
  await expect(ann.row('Call Bob').locator('mark')).toHaveText(['Milk'])
  await expect(ann.checkbox('Buy milk')).toBeVisible()

  await ann.looksFor({ search: 'ecl' })
  await ann.sees('Éclairs for tea')
  await expect(ann.row('Éclairs for tea').locator('mark')).toHaveText(['Écl'])
})

test('filter, priority, search and order combine, and live in the address', async ({ app }) => {
  const ann = await withTasks(app)

  await ann.looksFor({ priority: 'High' })
  await ann.sees('Renew passport', 'Buy milk')
  await ann.looksFor({ sort: 'Title' })
  await ann.sees('Buy milk', 'Renew passport')
  await ann.chooses('Open')
  await ann.looksFor({ search: 'mil' })
  await ann.sees('Buy milk')
  await expect(ann.page.getByText('1 task: open, high priority, with “mil”, by title.').first()).toBeVisible()

  const { searchParams } = new URL(ann.page.url())
  expect(Object.fromEntries(searchParams)).toEqual({ status: 'open', priority: 'high', search: 'mil', sort: 'title' })
  await ann.goesTo(ann.page.url())
  await ann.sees('Buy milk')
  await expect(ann.filters.getByLabel('Search')).toHaveValue('mil')
  await expect(ann.filters.getByLabel('Priority')).toHaveValue('high')
  await expect(ann.filters.getByLabel('Sort by')).toHaveValue('title')
})

test('where nothing matches there are friendly words and a way back', async ({ app }) => {
  const ann = await withTasks(app)

  await ann.looksFor({ search: 'zebra' })

  await expect(ann.heading('Nothing matches')).toBeVisible()
  await expect(ann.page.getByText('No task here has “zebra” in its title or description.')).toBeVisible()
  await ann.link('Show all tasks').click()
  await ann.isAt('/tasks')
  await expect(ann.list.getByRole('listitem')).toHaveCount(4)
  await expect(ann.filters.getByLabel('Search')).toHaveValue('')
})

test('the way back in the browser goes through what was looked for', async ({ app }) => {
  const ann = await withTasks(app)
  await ann.looksFor({ search: 'milk' })
  await ann.sees('Call Bob', 'Buy milk')
  await ann.looksFor({ priority: 'High' })
  await ann.sees('Buy milk')

  await ann.page.goBack()
  await ann.sees('Call Bob', 'Buy milk')
  await expect(ann.filters.getByLabel('Search')).toHaveValue('milk')
  await ann.page.goBack()
  await expect(ann.list.getByRole('listitem')).toHaveCount(4)
  await ann.page.goForward()
  await ann.sees('Call Bob', 'Buy milk')
})

test('what is written and not found here is said to be elsewhere', async ({ app }) => {
  const ann = await withTasks(app)
  await ann.looksFor({ priority: 'High' })

  await ann.write(ann.composer, { title: 'Water the plants' })
  await ann.posts(ann.button('Add task'))
  await expect(ann.page.getByText('Task added. This page does not show it.')).toBeVisible()
  await ann.sees('Renew passport', 'Buy milk')
  await ann.opens('Buy milk')
  await ann.write(ann.editor, { priority: 'Low' })
  await ann.posts(ann.button('Save'))
  await expect(ann.page.getByText('Task saved. This page does not show it.')).toBeVisible()
  await ann.undoes()
  await ann.sees('Renew passport', 'Buy milk')
  await ann.adds('Pay the rent', { priority: 'High' })
  await expect(ann.page.getByText('Task added', { exact: true })).toBeVisible()
})

for (const search of ['"', '*', 'milk NEAR Bob', 'title:milk', '&', "'; drop table tasks; --"]) {
  test(`a search for ${search} is answered like any other`, async ({ app }) => {
    const ann = await withTasks(app)

    await ann.looksFor({ search })

    await expect(ann.heading('Nothing matches')).toBeVisible()
    await expect(ann.filters.getByLabel('Search')).toHaveValue(search)
  })
}

test('what is done to a task that was found is done', async ({ app }) => {
  const ann = await withTasks(app)
  await ann.looksFor({ search: 'milk' })
  await ann.sees('Call Bob', 'Buy milk')

  await ann.completes('Buy milk')
  await ann.edits('Call Bob', { title: 'Call Bob about milk' })
  await ann.deletes('Buy milk')

  await ann.sees('Call Bob about milk')
  expect(new URL(ann.page.url()).search).toBe('?search=milk')
})
