// Cubby as seen from outside: a way to let people in, each in a browser of their own.
import { randomUUID } from 'node:crypto'
import type { Browser, BrowserContext } from '@playwright/test'
import type { Complaints } from './complaints.ts'
import { Person } from './person.ts'
import { Visitor } from './visitor.ts'

export class App {
  private readonly devices: BrowserContext[] = []
  private locale?: string

  constructor(
    private readonly browser: Browser,
    private readonly complaints: Complaints,
    private readonly runs: { islands: boolean; blocked: boolean },
  ) {}

  async visitor(): Promise<Visitor> {
    return new Visitor(await this.newPage(), this.runs.islands)
  }

  // Somebody new, with an e-mail that nobody has, signed out.
  async stranger(name: string): Promise<Person> {
    const email = `${name}-${randomUUID().slice(0, 8)}@example.com`
    return new Person(await this.newPage(), this.runs.islands, capital(name), email)
  }

  // Somebody new with an account, looking at their empty list.
  async signedUp(name: string): Promise<Person> {
    const person = await this.stranger(name)
    await person.hasAnAccount()
    await person.goesTo('/tasks')
    return person
  }

  // The same person in another browser, signed out.
  async anotherDevice(person: Person): Promise<Person> {
    return new Person(await this.newPage(), this.runs.islands, person.name, person.email)
  }

  // Another browser that holds a copy of the person's cookies.
  async copyOf(person: Person): Promise<Person> {
    const copy = await this.anotherDevice(person)
    await copy.page.context().addCookies(await person.page.context().cookies())
    return copy
  }

  // What the browsers of the next people prefer.
  prefers(language: string): void {
    this.locale = language
  }

  expectStatus(...statuses: number[]): void {
    statuses.forEach((status) => this.complaints.announceStatus(status))
  }

  expectCut(url: RegExp): void {
    this.complaints.announceCut(url)
  }

  expectThirdParty(url: RegExp): void {
    this.complaints.announceThirdParty(url)
  }

  async close(): Promise<void> {
    await Promise.all(this.devices.map((device) => device.close()))
  }

  private async newPage() {
    const device = await this.browser.newContext(this.locale ? { locale: this.locale } : {})
    this.devices.push(device)
    this.complaints.listen(device)
    if (this.runs.blocked) await device.route('**/*.wasm', (route) => route.abort())
    return device.newPage()
  }
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}
