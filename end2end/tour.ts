// Every page and state that there is to see, each with the way there.
import type { App } from './app.ts'
import type { NewTask, Person } from './person.ts'
import type { Visitor } from './visitor.ts'

type Stop = { name: string; arrive: (app: App) => Promise<Visitor> }

const day = 24 * 60 * 60 * 1000

const everyday: NewTask[] = [
  { title: 'Order the birthday cake', priority: 'High', due: inDays(-2) },
  { title: 'Pay the electricity bill', due: inDays(-1) },
  { title: 'Fix the dripping tap', priority: 'Low' },
  { title: 'لا تنس شراء الحليب والخبز' },
  { title: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(2) },
  {
    title: 'Prepare the quarterly numbers for Tuesday’s meeting, including the two late invoices from October',
    due: inDays(3),
  },
  {
    title: 'Write the thank-you note to Aunt Inge',
    description: 'For the quilt, and for the photographs of the summer house.',
    priority: 'Low',
  },
  { title: 'Water the fern', priority: 'Low', due: inDays(-3) },
  { title: 'Book the train to Gothenburg for the holidays', due: inDays(400) },
  { title: 'Buy milk' },
  { title: 'Send Mia the signed lease', priority: 'High', due: inDays(0) },
  {
    title: 'Renew passport',
    description: 'Photos are in the desk drawer. The form needs both signatures and the old passport.',
    priority: 'High',
    due: inDays(-5),
  },
]

export const tour: Stop[] = [
  { name: 'home', arrive: (app) => signedOut(app, '/') },
  { name: 'sign-up', arrive: (app) => signedOut(app, '/signup') },
  { name: 'sign-up-errors', arrive: signUpErrors },
  { name: 'sign-up-taken', arrive: signUpTaken },
  { name: 'sign-in', arrive: (app) => signedOut(app, '/signin') },
  { name: 'sign-in-invalid', arrive: signInInvalid },
  { name: 'sign-in-expired', arrive: signInExpired },
  { name: 'sign-in-throttled', arrive: signInThrottled },
  { name: 'account', arrive: account },
  { name: 'account-saved', arrive: accountSaved },
  { name: 'account-error', arrive: accountError },
  { name: 'not-found', arrive: notFound },
  { name: 'not-found-signed-in', arrive: notFoundSignedIn },
  { name: 'tasks', arrive: busy },
  { name: 'tasks-empty', arrive: (app) => app.signedUp('ann') },
  { name: 'tasks-composing', arrive: composing },
  { name: 'tasks-error', arrive: titleError },
  { name: 'tasks-editing', arrive: editing },
  { name: 'tasks-refused', arrive: refused },
  { name: 'tasks-undo', arrive: undo },
  { name: 'tasks-filtered', arrive: found },
  { name: 'tasks-nothing', arrive: nothingFound },
  { name: 'tasks-given-back', arrive: givenBack },
  { name: 'tasks-deleted', arrive: deleted },
  { name: 'tasks-deleted-empty', arrive: nothingDeleted },
  { name: 'keyboard', arrive: keyboard },
  { name: 'tasks-open', arrive: (app) => filtered(app, 'Open') },
  { name: 'tasks-completed', arrive: (app) => filtered(app, 'Completed') },
  { name: 'tasks-done', arrive: allDone },
  { name: 'tasks-none-completed', arrive: noneCompleted },
  { name: 'tasks-second-page', arrive: secondPage },
  { name: 'task', arrive: oneTask },
  { name: 'task-error', arrive: oneTaskError },
  { name: 'task-conflict', arrive: conflict },
  { name: 'task-gone', arrive: gone },
  { name: 'sign-in-kept', arrive: signInKept },
  { name: 'api', arrive: (app) => signedOut(app, '/api/docs') },
]

async function signedOut(app: App, path: string): Promise<Visitor> {
  const visitor = await app.visitor()
  await visitor.goesTo(path)
  return visitor
}

async function signUpErrors(app: App): Promise<Visitor> {
  app.expectStatus(422)
  const visitor = await signedOut(app, '/signup')
  await visitor.fills({ Name: 'Ann Lindqvist', Email: 'ann@example', Password: 'short' })
  await visitor.presses('Create account')
  return visitor
}

async function signUpTaken(app: App): Promise<Visitor> {
  app.expectStatus(409)
  const ann = await app.signedUp('ann')
  const visitor = await signedOut(app, '/signup')
  await visitor.fills({ Email: ann.email, Password: ann.password })
  await visitor.presses('Create account')
  return visitor
}

async function signInInvalid(app: App): Promise<Visitor> {
  app.expectStatus(401)
  const visitor = await signedOut(app, '/signin')
  await visitor.fills({ Email: 'nobody@example.com', Password: 'Wrong-Lantern-99' })
  await visitor.presses('Sign in')
  return visitor
}

async function signInExpired(app: App): Promise<Visitor> {
  const ann = await app.signedUp('ann')
  const copy = await app.copyOf(ann)
  await ann.signsOut()
  await copy.goesTo('/tasks')
  return copy
}

async function signInThrottled(app: App): Promise<Visitor> {
  app.expectStatus(401, 429)
  const ann = await app.signedUp('ann')
  const visitor = await signedOut(app, '/signin')
  for (let attempt = 0; attempt < 6; attempt++) {
    await visitor.fills({ Email: ann.email, Password: 'Wrong-Lantern-99' })
    await visitor.presses('Sign in')
  }
  return visitor
}

async function account(app: App): Promise<Person> {
  const ann = await app.signedUp('ann')
  const phone = await app.anotherDevice(ann)
  await phone.goesTo('/signin')
  await phone.signsIn()
  await ann.goesTo('/account')
  return ann
}

async function accountSaved(app: App): Promise<Visitor> {
  const ann = await account(app)
  await ann.presses('Save profile')
  return ann
}

async function accountError(app: App): Promise<Visitor> {
  app.expectStatus(422)
  const ann = await account(app)
  await ann.presses('Change password')
  return ann
}

async function notFound(app: App): Promise<Visitor> {
  app.expectStatus(404)
  return signedOut(app, '/no/such/page')
}

async function notFoundSignedIn(app: App): Promise<Visitor> {
  app.expectStatus(404)
  const ann = await app.signedUp('ann')
  await ann.goesTo('/no/such/page')
  return ann
}

async function busy(app: App): Promise<Person> {
  const ann = await app.signedUp('ann')
  await ann.keeps(everyday)
  await ann.completes('Order the birthday cake')
  await ann.completes('Pay the electricity bill')
  await ann.goesTo('/tasks')
  return ann
}

async function composing(app: App): Promise<Visitor> {
  const ann = await busy(app)
  await ann.write(ann.composer, { title: 'Hang the curtains', description: 'The blue ones', due: inDays(1) })
  return ann
}

async function titleError(app: App): Promise<Visitor> {
  app.expectStatus(422)
  const ann = await busy(app)
  await ann.write(ann.composer, { title: ' ', description: 'The blue ones' })
  await ann.button('Add task').click()
  await ann.page.getByText('Title is required').waitFor()
  return ann
}

async function editing(app: App): Promise<Visitor> {
  const ann = await busy(app)
  await ann.opens('Send Mia the signed lease')
  return ann
}

async function refused(app: App): Promise<Visitor> {
  app.expectCut(/\/fn\//)
  const ann = await busy(app)
  await ann.page.route('**/fn/**', (route) => route.abort())
  await ann.checkbox('Buy milk').click()
  await ann.page.getByText(/could not/i).waitFor()
  return ann
}

async function undo(app: App): Promise<Visitor> {
  const ann = await busy(app)
  await ann.deletes('Buy milk')
  return ann
}

async function found(app: App): Promise<Visitor> {
  const ann = await busy(app)
  await ann.goesTo('/tasks?status=open&search=the&sort=due')
  return ann
}

async function nothingFound(app: App): Promise<Visitor> {
  const ann = await busy(app)
  await ann.goesTo('/tasks?search=zebra')
  return ann
}

async function keyboard(app: App): Promise<Visitor> {
  const ann = await busy(app)
  await ann.page.keyboard.press('?')
  await ann.page.getByRole('dialog').waitFor()
  return ann
}

async function deleted(app: App): Promise<Visitor> {
  const ann = await busy(app)
  for (const title of ['Buy milk', 'Water the fern', 'لا تنس شراء الحليب والخبز']) await ann.deletes(title)
  await ann.goesTo('/tasks/deleted')
  await ann.presses('Restore Buy milk')
  return ann
}

async function nothingDeleted(app: App): Promise<Visitor> {
  const ann = await app.signedUp('ann')
  await ann.goesTo('/tasks/deleted')
  return ann
}

async function conflict(app: App): Promise<Visitor> {
  app.expectStatus(412)
  const ann = await oneTask(app)
  const tab = await app.copyOf(ann)
  await tab.goesTo('/tasks')
  await tab.edits('Renew passport', { due: inDays(4) })
  await ann.write(ann.editor, { title: 'Renew passport and visa', due: inDays(9) })
  await ann.presses('Save')
  return ann
}

async function gone(app: App): Promise<Visitor> {
  app.expectStatus(404)
  const ann = await oneTask(app)
  const tab = await app.copyOf(ann)
  await tab.goesTo('/tasks')
  await tab.deletes('Renew passport')
  await ann.write(ann.editor, { title: 'Renew passport and visa' })
  await ann.presses('Save')
  return ann
}

async function signInKept(app: App): Promise<Person> {
  app.expectStatus(401, 409)
  const ann = await oneTask(app)
  await ann.goesTo('/tasks')
  const tab = await app.copyOf(ann)
  await tab.goesTo('/tasks')
  await tab.signsOut()
  await ann.write(ann.composer, { title: 'Hang the curtains', description: 'The blue ones' })
  await ann.button('Add task').click()
  await ann.heading('Sign in').waitFor()
  return ann
}

async function givenBack(app: App): Promise<Visitor> {
  const ann = await signInKept(app)
  await ann.signsIn()
  await ann.isAt('/tasks')
  return ann
}

async function filtered(app: App, filter: 'Open' | 'Completed'): Promise<Visitor> {
  const ann = await busy(app)
  await ann.chooses(filter)
  return ann
}

async function allDone(app: App): Promise<Visitor> {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  await ann.completes('Buy milk')
  await ann.chooses('Open')
  return ann
}

async function noneCompleted(app: App): Promise<Visitor> {
  const ann = await app.signedUp('ann')
  await ann.adds('Buy milk')
  await ann.chooses('Completed')
  return ann
}

async function secondPage(app: App): Promise<Visitor> {
  const ann = await app.signedUp('ann')
  await ann.keeps(Array.from({ length: 52 }, (_, index) => ({ title: `Task ${index + 1}` })))
  await ann.link('Next 50').click()
  await ann.row('Task 1').waitFor()
  return ann
}

async function oneTask(app: App): Promise<Person> {
  const ann = await busy(app)
  await ann.goesTo(await ann.addressOf('Renew passport'))
  return ann
}

async function oneTaskError(app: App): Promise<Visitor> {
  app.expectStatus(422)
  const ann = await oneTask(app)
  await ann.write(ann.editor, { title: ' ' })
  await ann.presses('Save')
  return ann
}

function inDays(days: number): string {
  return new Date(Date.now() + days * day).toISOString().slice(0, 10)
}
