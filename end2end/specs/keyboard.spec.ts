import type { Locator } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import type { Visitor } from '../visitor.ts'

test('the first key on a page offers to skip to the content', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.goesTo('/tasks')

  await ann.page.keyboard.press('Tab')
  await expect(ann.link('Skip to content')).toBeFocused()
  await expect(ann.link('Skip to content')).toBeInViewport()
  await ann.page.keyboard.press('Enter')
  await ann.page.keyboard.press('Tab')

  await expect(ann.composer.getByLabel('Title')).toBeFocused()
})

test('a person signs up and in without a mouse', async ({ app }) => {
  const ann = await app.stranger('ann')
  await ann.goesTo('/')
  await ann.link('Create account').focus()
  await ann.page.keyboard.press('Enter')
  await ann.isAt('/signup')

  await ann.field('Name').focus()
  await ann.page.keyboard.type(ann.name)
  await tabsTo(ann, ann.field('Email'))
  await ann.page.keyboard.type(ann.email)
  await tabsTo(ann, ann.field('Password'))
  await ann.page.keyboard.type(ann.password)
  await ann.page.keyboard.press('Enter')
  await ann.isAt('/tasks')

  await ann.button('Sign out').focus()
  await ann.page.keyboard.press('Enter')
  await ann.isAt('/signin')
  await ann.field('Email').focus()
  await ann.page.keyboard.type(ann.email)
  await tabsTo(ann, ann.field('Password'))
  await ann.page.keyboard.type(ann.password)
  await ann.page.keyboard.press('Enter')
  await ann.isAt('/tasks')
})

test('a task is written down without a mouse, field by field', async ({ app }) => {
  const ann = await app.signedUp('ann')
  const { composer, page } = ann

  await composer.getByLabel('Title').focus()
  await page.keyboard.type('Buy milk')
  await tabsTo(ann, composer.getByLabel('Description'))
  await page.keyboard.type('Two bottles')
  await tabsTo(ann, composer.getByLabel('Priority'))
  await page.keyboard.type('H')
  await tabsTo(ann, composer.getByLabel('Due date'))
  await ann.button('Add task').focus()
  await page.keyboard.press('Enter')

  await expect(ann.row('Buy milk')).toContainText('Two bottles')
  await expect(ann.row('Buy milk')).toContainText('High priority')
})

test('Enter in the title line adds the task', async ({ app }) => {
  const ann = await app.signedUp('ann')

  await ann.composer.getByLabel('Title').fill('Buy milk')
  await ann.page.keyboard.press('Enter')

  await ann.sees('Buy milk')
})

test('Space checks a box, and again unchecks it', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')

  await ann.checkbox('Buy milk').focus()
  await ann.page.keyboard.press('Space')
  await expect(ann.checkbox('Buy milk')).toBeChecked()

  await ann.checkbox('Buy milk').focus()
  await ann.page.keyboard.press('Space')
  await expect(ann.checkbox('Buy milk')).not.toBeChecked()
})

test('the controls of a row follow each other', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  await ann.goesTo('/tasks')

  await ann.checkbox('Buy milk').focus()
  await tabsTo(ann, ann.link('Edit Buy milk'))
  await tabsTo(ann, ann.button('Delete Buy milk'))
  await ann.page.keyboard.press('Enter')

  await expect(ann.heading('Nothing here yet')).toBeVisible()
})

test('Enter in an edited title saves it', async ({ app }) => {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')

  await ann.link('Edit Buy milk').focus()
  await ann.page.keyboard.press('Enter')
  await ann.editor.getByLabel('Title').fill('Buy oat milk')
  await ann.page.keyboard.press('Enter')

  await ann.sees('Buy oat milk')
})

test('a journey by keys alone, from signing up to signing out', async ({ app }) => {
  const ann = await app.stranger('ann')
  const { page } = ann
  await ann.goesTo('/signup')

  await tabsUntil(ann, ann.field('Name'))
  await page.keyboard.type(ann.name)
  await tabsUntil(ann, ann.field('Email'))
  await page.keyboard.type(ann.email)
  await tabsUntil(ann, ann.field('Password'))
  await page.keyboard.type(ann.password)
  await page.keyboard.press('Enter')
  await ann.isAt('/tasks')

  for (const title of ['Buy milk', 'Water the fern']) {
    await tabsUntil(ann, ann.composer.getByLabel('Title'))
    await page.keyboard.type(title)
    await page.keyboard.press('Enter')
    await expect(ann.row(title)).toBeVisible()
  }
  await ann.goesTo('/tasks')
  await tabsUntil(ann, ann.checkbox('Water the fern'))
  await page.keyboard.press('Space')
  await expect(ann.checkbox('Water the fern')).toBeChecked()
  await ann.goesTo('/tasks')

  await tabsUntil(ann, ann.link('Edit Buy milk'))
  await page.keyboard.press('Enter')
  await expect(ann.editor).toBeVisible()
  await tabsUntil(ann, ann.editor.getByLabel('Title'))
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type('Buy oat milk')
  await page.keyboard.press('Enter')
  await expect(ann.row('Buy oat milk')).toBeVisible()
  await ann.goesTo('/tasks')

  await tabsUntil(ann, ann.button('Delete Buy oat milk'))
  await page.keyboard.press('Enter')
  await expect(ann.row('Buy oat milk')).toHaveCount(0)
  await tabsUntil(ann, ann.button('Undo'))
  await page.keyboard.press('Enter')
  await expect(ann.row('Buy oat milk')).toBeVisible()

  await tabsUntil(ann, ann.filters.getByLabel('Search'))
  await page.keyboard.type('oat')
  await page.keyboard.press('Enter')
  await ann.sees('Buy oat milk')
  await tabsUntil(ann, ann.link('Recently deleted'))
  await page.keyboard.press('Enter')
  await ann.isAt('/tasks/deleted')
  await tabsUntil(ann, ann.button('Sign out'))
  await page.keyboard.press('Enter')
  await ann.isAt('/signin')
})

async function tabsUntil(visitor: Visitor, target: Locator): Promise<void> {
  await expect(target).toBeVisible()
  const isFocused = () => target.evaluate((element) => element === document.activeElement)
  for (let presses = 0; presses < 60 && !(await isFocused()); presses++) await visitor.page.keyboard.press('Tab')
  await expect(target).toBeFocused()
}

async function tabsTo(visitor: Visitor, target: Locator): Promise<void> {
  await visitor.page.keyboard.press('Tab')
  await expect(target).toBeFocused()
}
