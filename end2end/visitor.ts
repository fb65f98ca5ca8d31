// Somebody in front of a browser.
import { expect, type Locator, type Page, type Response } from '@playwright/test'

export class Visitor {
  constructor(
    readonly page: Page,
    protected islands: boolean,
  ) {}

  async goesTo(path: string): Promise<Response> {
    const response = await this.page.goto(path, { waitUntil: 'domcontentloaded' })
    if (!response) throw new Error(`No answer for ${path}`)
    await this.settles()
    return response
  }

  async isAt(path: string): Promise<void> {
    await expect(this.page).toHaveURL(path)
    await this.settles()
  }

  async fills(fields: Record<string, string>): Promise<void> {
    for (const [label, value] of Object.entries(fields)) await this.field(label).fill(value)
  }

  field(label: string): Locator {
    return this.page.getByLabel(label)
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  link(name: string): Locator {
    return this.page.getByRole('link', { name, exact: true })
  }

  heading(name: string): Locator {
    return this.page.getByRole('heading', { name, exact: true })
  }

  // Presses a button that leads to another page, and gives the answer at the end of all redirects.
  async presses(button: Locator | string): Promise<Response> {
    const arrival = this.page.waitForResponse(
      (response) =>
        response.request().isNavigationRequest() &&
        response.frame() === this.page.mainFrame() &&
        !(response.status() >= 300 && response.status() < 400),
    )
    const shown = this.page.waitForEvent('framenavigated', (frame) => frame === this.page.mainFrame())
    await (typeof button === 'string' ? this.button(button) : button).click()
    await shown
    await this.settles()
    return arrival
  }

  // Something has happened, or could not: it says so to the eye and to assistive technology.
  async isTold(sentence: string | RegExp): Promise<void> {
    await expect(this.page.getByRole('status').getByText(sentence)).toBeVisible()
  }

  // A field is wrong: it says so to the eye and to assistive technology.
  async isToldAbout(field: Locator, sentence: string | RegExp): Promise<void> {
    await expect(this.page.getByText(sentence)).toBeVisible()
    await expect(field).toHaveAttribute('aria-invalid', 'true')
    await expect(field).toHaveAccessibleDescription(sentence)
    await expect(field).toBeFocused()
  }

  // WebAssembly does not arrive until the answer is called: the moments before hydration, for as long as a test likes.
  async waitsForWebAssembly(): Promise<() => Promise<void>> {
    let letGo = () => {}
    const gate = new Promise<void>((resolve) => (letGo = resolve))
    await this.page.route('**/*.wasm', async (route) => {
      await gate
      // A page that was left meanwhile has taken its request with it.
      await route.continue().catch(() => undefined)
    })
    this.islands = false
    return async () => {
      letGo()
      this.islands = true
      await this.settles()
    }
  }

  // A page with islands is ready when they are.
  protected async settles(): Promise<void> {
    await this.page.waitForLoadState('domcontentloaded')
    if (!this.islands || (await this.page.locator('leptos-island').count()) === 0) return
    await this.page.locator('html[data-hydrated]').waitFor({ state: 'attached' })
  }
}
