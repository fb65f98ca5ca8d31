// Somebody with an account, and what they do with their tasks.
import { expect, type Locator, type Page } from '@playwright/test'
import { Visitor } from './visitor.ts'

export const password = 'Quilted-Lantern-42'

export type Fields = {
  title?: string
  description?: string
  priority?: 'Low' | 'Medium' | 'High'
  due?: string
}

export type Query = { search?: string; priority?: string; sort?: string }

export type NewTask = Fields & { title: string }

export class Person extends Visitor {
  readonly password = password

  constructor(
    page: Page,
    islands: boolean,
    readonly name: string,
    readonly email: string,
  ) {
    super(page, islands)
  }

  async signsUp(): Promise<void> {
    await this.goesTo('/signup')
    await this.fills({ Name: this.name, Email: this.email, Password: password })
    await this.presses('Create account')
    await this.isAt('/tasks')
  }

  // The same by the request that the form sends, where a test is about what comes after it.
  async hasAnAccount(): Promise<void> {
    await this.sends('/fn/sign_up', { name: this.name, email: this.email, password })
  }

  // On the page for signing in, wherever that leads.
  async signsIn(): Promise<void> {
    await this.fills({ Email: this.email, Password: password })
    await this.presses('Sign in')
  }

  async signsOut(): Promise<void> {
    await this.presses('Sign out')
  }

  // The token in the cookie, as long as there is one.
  async session(): Promise<string | undefined> {
    const cookies = await this.page.context().cookies()
    return cookies.find(({ name }) => name === 'cubby')?.value
  }

  async holdsSession(token: string): Promise<void> {
    const cookie = { name: 'cubby', value: token, domain: '127.0.0.1', path: '/', httpOnly: true }
    await this.page.context().addCookies([{ ...cookie, sameSite: 'Lax' }])
  }

  get composer(): Locator {
    return this.page.getByRole('form', { name: 'Add a task' })
  }

  // In place of the row where islands are live, on the task's own page where not.
  get editor(): Locator {
    return this.page.locator('form').filter({ has: this.button('Save') })
  }

  get list(): Locator {
    return this.page.getByRole('list', { name: 'Tasks' })
  }

  row(title: string): Locator {
    return this.list.getByRole('listitem').filter({ has: this.link(`Edit ${title}`) })
  }

  checkbox(title: string): Locator {
    return this.page.getByRole('checkbox', { name: title, exact: true })
  }

  async adds(title: string, fields: Fields = {}): Promise<void> {
    await this.write(this.composer, { title, ...fields })
    await this.posts(this.button('Add task'))
    await expect(this.row(title)).toBeVisible()
    // Once it is left, the form folds, and the list below moves up.
    await this.composer.getByLabel('Title').blur()
    await expect(this.composer.getByLabel('Description')).not.toBeInViewport()
  }

  async completes(title: string): Promise<void> {
    await this.posts(this.checkbox(title))
    await expect(this.checkbox(title)).toBeChecked()
  }

  async reopens(title: string): Promise<void> {
    await this.posts(this.checkbox(title))
    await expect(this.checkbox(title)).not.toBeChecked()
  }

  async deletes(title: string): Promise<void> {
    await this.posts(this.button(`Delete ${title}`))
    await expect(this.row(title)).toHaveCount(0)
  }

  async opens(title: string): Promise<void> {
    await this.link(`Edit ${title}`).click()
    await expect(this.editor).toBeVisible()
  }

  async edits(title: string, changes: Fields): Promise<void> {
    await this.opens(title)
    await this.write(this.editor, changes)
    await this.posts(this.button('Save'))
    await expect(this.row(changes.title ?? title)).toBeVisible()
  }

  async sees(...titles: string[]): Promise<void> {
    await expect(this.list.getByRole('link', { name: /^Edit / })).toHaveText(titles)
  }

  async counts(sentence: string): Promise<void> {
    await expect(this.page.getByText(sentence, { exact: true })).toBeVisible()
  }

  async chooses(filter: 'All' | 'Open' | 'Completed'): Promise<void> {
    await this.link(filter).click()
    await expect(this.link(filter)).toHaveAttribute('aria-current', 'page')
    await this.settles()
  }

  get filters(): Locator {
    return this.page.getByRole('search')
  }

  // Where nothing acts by itself, by the button.
  async looksFor({ search, priority, sort }: Query): Promise<void> {
    const { filters } = this
    if (search !== undefined) await filters.getByLabel('Search').fill(search)
    if (priority !== undefined) await filters.getByLabel('Priority').selectOption(priority)
    if (sort !== undefined) await filters.getByLabel('Sort by').selectOption(sort)
    if (!this.islands) await this.presses('Apply')
  }

  async undoes(): Promise<void> {
    await this.posts(this.button('Undo'))
    await expect(this.button('Undo')).toHaveCount(0)
  }

  async write(form: Locator, { title, description, priority, due }: Fields): Promise<void> {
    if (title !== undefined) await form.getByLabel('Title').fill(title)
    if (description !== undefined) await form.getByLabel('Description').fill(description)
    if (priority !== undefined) await form.getByLabel('Priority').selectOption(priority)
    if (due !== undefined) await form.getByLabel('Due date').fill(due)
  }

  // Many tasks at once, the first one last in the list, by the request that the form sends.
  async keeps(tasks: NewTask[]): Promise<void> {
    const action = (await this.composer.getAttribute('action')) ?? ''
    for (const { title, description = '', priority = 'Medium', due = '' } of tasks) {
      await this.sends(action, { title, description, priority: priority.toLowerCase(), due_date: due })
    }
    await this.goesTo('/tasks')
  }

  // The address of a task's own page.
  async addressOf(title: string): Promise<string> {
    const link = this.link(`Edit ${title}`)
    await expect(link).toHaveAttribute('href', /^\/tasks\/(?!0{8})[0-9a-f-]{36}$/)
    return (await link.getAttribute('href')) ?? ''
  }

  async sends(action: string, form: Record<string, string>): Promise<void> {
    const headers = { Accept: 'text/html', 'Sec-Fetch-Site': 'same-origin' }
    const answer = await this.page.request.post(action, { form, headers, maxRedirects: 0 })
    expect(answer.status()).toBe(303)
  }

  // Presses a button that changes something, and waits until the server has answered and the page knows.
  async posts(button: Locator): Promise<void> {
    if (!this.islands) {
      await this.presses(button)
      return
    }
    const answer = this.page.waitForResponse((response) => response.request().method() === 'POST')
    await button.click()
    await answer
    await expect(this.page.locator('[aria-busy=true]')).toHaveCount(0)
  }
}
