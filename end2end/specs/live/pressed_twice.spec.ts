import type { Locator } from '@playwright/test'
import { expect, test } from '../../fixtures.ts'
import { Post } from '../../post.ts'

test.use({ contextOptions: { reducedMotion: 'reduce' } })

/** Twice before any frame could show the first. */
function pressTwice(button: Locator): Promise<void> {
  return button.evaluate((button: HTMLElement) => {
    button.click()
    button.click()
  })
}

test('another try that is pressed twice is one', async ({ app }) => {
  app.expectStatus(500)
  const ann = await app.signedUp('ann')
  const post = await Post.held(ann.page)
  await ann.write(ann.composer, { title: 'Buy milk' })
  await ann.button('Add task').click()
  await post.isRefused()
  await ann.isTold(/could not/i)

  await pressTwice(ann.button('Try again'))

  await ann.isTold('Task added')
  await ann.sees('Buy milk')
  await ann.goesTo('/tasks')
  await ann.sees('Buy milk')
})

test('an undo that is pressed twice is one', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  await ann.deletes('Buy milk')
  await ann.isTold('Task deleted')

  await pressTwice(ann.button('Undo'))

  await ann.sees('Buy milk')
  await expect(ann.checkbox('Buy milk')).not.toHaveAttribute('aria-busy', 'true')
  await expect(ann.page.getByText(/could not/i)).toHaveCount(0)
  await ann.goesTo('/tasks')
  await ann.sees('Buy milk')
})

test('what is refused just when something else is pressed is said', async ({ app }) => {
  app.expectStatus(500)
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  await ann.adds('Call Mira')
  const post = await Post.held(ann.page)
  await ann.checkbox('Buy milk').click()
  await post.isSent()
  // The frame that shows the next press is late.
  await ann.page.evaluate('afterFrame = () => new Promise((go) => (globalThis.seen = go))')
  await ann.checkbox('Call Mira').click()
  await post.isRefused()
  await ann.isTold(/could not complete/i)

  const next = await Post.held(ann.page)
  await ann.page.evaluate('seen()')
  await next.isSent()

  await ann.isTold(/could not complete/i)
  await next.goesThrough()
  await expect(ann.checkbox('Call Mira')).not.toHaveAttribute('aria-busy', 'true')
  await expect(ann.checkbox('Call Mira')).toBeChecked()
  await ann.isTold(/could not complete/i)
})

test('undo that is pressed right after something undoes that, and nothing before it', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.keeps([{ title: 'Buy milk' }])
  await ann.isTold('Task added')

  // Before any frame could take the old message away.
  await ann.checkbox('Buy milk').evaluate((box: HTMLElement) => {
    box.click()
    document.querySelector<HTMLElement>('.toast button')?.click()
  })

  await ann.sees('Buy milk')
  await expect(ann.checkbox('Buy milk')).not.toBeChecked()
  await expect(ann.page.getByText('Undone')).toBeAttached()
  await ann.goesTo('/tasks')
  await ann.sees('Buy milk')
  await expect(ann.checkbox('Buy milk')).not.toBeChecked()
})

test('the second press of a double click is not for the row that has moved there', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.keeps([{ title: 'Buy milk' }, { title: 'Call Mira' }, { title: 'Water the fern' }])

  await ann.button('Delete Water the fern').dblclick()
  await ann.isTold('Task deleted')

  await ann.sees('Call Mira', 'Buy milk')
  await ann.chooses('Open')
  await ann.checkbox('Call Mira').dblclick()
  await ann.isTold('Task completed')
  await ann.sees('Buy milk')
})

test('an undo that is pressed twice after the page was loaded again is done once', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  await ann.deletes('Buy milk')
  await ann.goesTo('/tasks')

  await ann.button('Undo').dblclick()

  await ann.isAt('/tasks')
  await ann.sees('Buy milk')
  await expect(ann.page.getByText('There is nothing to undo')).toHaveCount(0)
})
