// Everything that a browser complains about: errors of scripts, warnings, CSP reports, requests to strangers.
// A test fails on any complaint that it did not announce.
import type { BrowserContext } from '@playwright/test'

type Complaint = { text: string; url: string }

export class Complaints {
  private readonly heard: Complaint[] = []
  private readonly announced: { text: RegExp; url: RegExp }[] = []

  constructor(private readonly home: string) {}

  listen(context: BrowserContext): void {
    context.on('weberror', (thrown) => this.hear(String(thrown.error().stack ?? thrown.error()), thrown.page()?.url()))
    context.on('dialog', (dialog) => {
      this.hear(`A dialog: ${dialog.message()}`, dialog.page()?.url())
      void dialog.dismiss()
    })
    context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.hear(message.text(), message.location().url)
    })
    context.on('request', (request) => {
      const { origin, protocol } = new URL(request.url())
      if (protocol.startsWith('http') && origin !== this.home) this.hear('A request to a third party', request.url())
    })
  }

  // The line that the browser itself writes about an answer with an error status.
  announceStatus(status: number): void {
    this.announce(new RegExp(`^Failed to load resource: the server responded with a status of ${status} `))
  }

  // The line that the browser itself writes about a request that the test cuts off.
  announceCut(url: RegExp): void {
    this.announce(/^Failed to load resource: net::ERR_/, url)
  }

  announceThirdParty(url: RegExp): void {
    this.announce(/^A request to a third party$/, url)
  }

  unannounced(): string[] {
    return this.heard
      .filter(({ text, url }) => !this.announced.some((expected) => expected.text.test(text) && expected.url.test(url)))
      .map(({ text, url }) => `${text} (${url})`)
  }

  private announce(text: RegExp, url = /./): void {
    this.announced.push({ text, url })
  }

  private hear(text: string, url = ''): void {
    this.heard.push({ text, url })
  }
}
