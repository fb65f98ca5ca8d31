// Which tasks the list shows, and how many at a time.
import { expect, test } from '../fixtures.ts'

test('the filters show all, open or completed tasks', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  await ann.adds('Water the fern')
  await ann.completes('Buy milk')

  await ann.chooses('Open')
  await ann.isAt('/tasks?status=open')
  await ann.sees('Water the fern')
  await ann.counts('1 open task')

  await ann.chooses('Completed')
  await ann.isAt('/tasks?status=completed')
  await ann.sees('Buy milk')
  await ann.counts('1 open task')

  await ann.chooses('All')
  await ann.isAt('/tasks')
  await ann.sees('Water the fern', 'Buy milk')
})

test('the address alone brings back a filter', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  await ann.adds('Water the fern')
  await ann.completes('Buy milk')

  await ann.goesTo('/tasks?status=completed')

  await ann.sees('Buy milk')
  await expect(ann.link('Completed')).toHaveAttribute('aria-current', 'page')
})

test('the way back in the browser goes through the filters', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  await ann.adds('Water the fern')
  await ann.completes('Buy milk')
  await ann.chooses('Open')
  await ann.chooses('Completed')

  await ann.page.goBack()
  await ann.isAt('/tasks?status=open')
  await ann.sees('Water the fern')

  await ann.page.goBack()
  await ann.isAt('/tasks')
  await ann.sees('Water the fern', 'Buy milk')
})

test('nothing open any more is a reason to be pleased', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  await ann.completes('Buy milk')

  await ann.chooses('Open')

  await expect(ann.heading('All done')).toBeVisible()
  await expect(ann.list).toHaveCount(0)
})

test('nothing completed yet says so, and leads on', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')

  await ann.chooses('Completed')

  await expect(ann.list).toHaveCount(0)
  await expect(ann.page.getByRole('main').getByRole('heading', { level: 2 })).toBeVisible()
})

test('what is overdue is marked until it is completed', async ({ app }) => {
  const ann = await app.signedUp('ann')

  await ann.adds('Renew passport', { due: '2020-01-31' })
  await ann.adds('Water the fern', { due: '2999-12-31' })

  await expect(ann.row('Renew passport')).toContainText('Overdue')
  await expect(ann.row('Water the fern')).not.toContainText('Overdue')
  await ann.completes('Renew passport')
  await expect(ann.row('Renew passport')).not.toContainText('Overdue')
  await ann.goesTo('/tasks')
  await expect(ann.row('Renew passport')).not.toContainText('Overdue')
})

test('more than fifty tasks come in pages of fifty', async ({ app }) => {
  const ann = await app.signedUp('ann')
  const titles = Array.from({ length: 51 }, (_, index) => `Task ${index + 1}`)
  await ann.keeps(titles.map((title) => ({ title })))

  const newestFirst = [...titles].reverse()
  await ann.sees(...newestFirst.slice(0, 50))
  await ann.counts('51 open tasks')
  await ann.link('Next 50').click()

  await ann.sees('Task 1')
  await ann.counts('51 open tasks')
  await expect(ann.link('Next 50')).toHaveCount(0)
  await ann.link('First page').click()

  await ann.isAt('/tasks')
  await ann.sees(...newestFirst.slice(0, 50))
})

test('fifty tasks have no second page', async ({ app }) => {
  const ann = await app.signedUp('ann')

  await ann.keeps(Array.from({ length: 50 }, (_, index) => ({ title: `Task ${index + 1}` })))

  await expect(ann.list.getByRole('listitem')).toHaveCount(50)
  await expect(ann.link('Next 50')).toHaveCount(0)
})
