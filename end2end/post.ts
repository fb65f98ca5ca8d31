// What a page sends to change something, held back on its way until the test decides what becomes of it.
// What is sent after that decision goes straight through.
import { expect, type Page, type Route } from '@playwright/test'

export class Post {
  private readonly waiting: Route[] = []
  private holding = true

  static async held(page: Page): Promise<Post> {
    const post = new Post()
    await page.route('**/*', async (route) => {
      if (post.holding && route.request().method() === 'POST') post.waiting.push(route)
      else await route.fallback()
    })
    return post
  }

  async isSent(times = 1): Promise<void> {
    await expect.poll(() => this.waiting.length).toBeGreaterThanOrEqual(times)
  }

  async goesThrough(): Promise<void> {
    await this.decide(async (route) => {
      await route.continue()
      await route.request().response()
    })
  }

  // And the others wait on.
  async letsTheFirstThrough(): Promise<void> {
    await this.isSent()
    const route = this.waiting.shift()
    await route?.continue()
    await route?.request().response()
  }

  async isRefused(): Promise<void> {
    await this.decide((route) => route.fulfill({ status: 500 }))
  }

  async isLost(): Promise<void> {
    await this.decide((route) => route.abort())
  }

  private async decide(fate: (route: Route) => Promise<void>): Promise<void> {
    await this.isSent()
    this.holding = false
    for (const route of this.waiting) await fate(route)
  }
}
