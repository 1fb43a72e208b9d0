import type { EventName } from '../shared/event-catalogue.ts';
import type { Category, Channel } from './channels.ts';
import type { AudienceName, PublishedEvent } from './ports.ts';

type Told = Pick<PublishedEvent, 'data'>;

/** One kind of message: which events bring it, to whom, by which ways, and what its templates may say. */
export type Kind = {
  readonly category: Category;
  /** None where somebody asks for it. */
  readonly on: readonly EventName[];
  readonly audience: AudienceName;
  readonly channels: readonly Channel[];
  /** What a template of this kind can insert. */
  readonly variables: readonly string[];
  /** Without these a message would be of no use. */
  readonly needs?: readonly string[];
  /** Somebody waits for it: it passes the quiet hours (NOT-02). */
  readonly awaited?: true;
  /** One that was not sent yet gives way to the next about the same. */
  readonly givesWay?: true;
  /** Whether an event of these is one to tell of. */
  readonly when?: (event: Told) => boolean;
  /** What is said comes with the message itself: there is no template. */
  readonly dictated?: true;
  /** Why nobody is told after all, in a sentence. */
  readonly unless?: (event: Told) => string | undefined;
};

const invoiceWords = ['paper', 'paperName', 'customer', 'number', 'amount', 'due', 'seller', 'branch'] as const;
const noLetter = ({ data }: Told): string | undefined =>
  data.known === false ? 'Nobody has this name.' : data.tooMany === true ? 'The account was sent letters enough.' : undefined;

/** The one table of messages. A module adds its lines here, its words to `first-templates.ts`, and what it composes to `Composers`. */
export const kinds = {
  'password-reset': {
    category: 'SECURITY',
    on: ['PasswordResetRequested'],
    audience: 'user',
    channels: ['EMAIL'],
    variables: ['name', 'code'],
    needs: ['code'],
    unless: noLetter,
  },
  invitation: {
    category: 'SECURITY',
    on: ['UserInvited'],
    audience: 'user',
    channels: ['EMAIL'],
    variables: ['name', 'code'],
    needs: ['code'],
  },
  invoice: {
    category: 'BILLING',
    on: ['InvoicePdfStored'],
    audience: 'customer',
    channels: ['EMAIL'],
    variables: invoiceWords,
    needs: ['number'],
    // Copies and what is cancelled are for who prints them.
    when: ({ data }) => data.copy === 'ORIGINAL' && data.cancelled === false,
    // Once it is registered the paper that says so goes out; what waits for the morning is not sent before it.
    givesWay: true,
  },
  'invoice-copy': {
    category: 'BILLING',
    on: [],
    audience: 'customer',
    channels: ['EMAIL'],
    variables: invoiceWords,
    needs: ['number'],
    awaited: true,
  },
  'payment-reminder': {
    category: 'BILLING',
    on: ['PaymentReminderDue'],
    audience: 'customer',
    channels: ['EMAIL', 'SMS'],
    variables: ['customer', 'number', 'amount', 'due', 'payBy', 'seller', 'branch'],
    needs: ['number', 'amount'],
    givesWay: true,
  },
  'cancellation-stalled': {
    category: 'WORK',
    on: ['InvoiceCancellationStalled'],
    audience: 'who-cancels-invoices',
    channels: ['IN_APP'],
    variables: ['number', 'askedOn'],
    needs: ['number'],
  },
  'payment-received': {
    category: 'BILLING',
    on: ['PaymentReceived'],
    audience: 'customer',
    channels: ['SMS'],
    variables: ['customer', 'amount', 'receipt', 'branch'],
    needs: ['amount'],
  },
  'warranty-ending': {
    category: 'SERVICE',
    on: ['WarrantiesEnding'],
    audience: 'customer',
    channels: ['EMAIL', 'SMS'],
    variables: ['customer', 'number', 'endsOn', 'vehicle', 'branch'],
    needs: ['endsOn'],
  },
  estimate: {
    category: 'SERVICE',
    on: ['EstimateSent'],
    audience: 'customer',
    channels: ['EMAIL', 'SMS'],
    variables: ['customer', 'vehicle', 'jobNumber', 'revision', 'amount', 'link', 'until', 'question', 'branch'],
    needs: ['link'],
    // The vehicle stands in the workshop until they have said what is to be done.
    awaited: true,
  },
  'service-reminder': {
    category: 'SERVICE',
    on: ['ServiceReminderDue'],
    audience: 'owner',
    channels: ['EMAIL', 'SMS'],
    variables: ['customer', 'vehicle', 'registration', 'due', 'appointment', 'branch'],
    needs: ['registration', 'due'],
    givesWay: true,
  },
  birthday: {
    category: 'PROMOTION',
    on: ['BirthdayCame'],
    audience: 'customer',
    channels: ['EMAIL', 'SMS'],
    variables: ['customer'],
  },
  'vehicle-ready': {
    category: 'SERVICE',
    on: ['JobCardMoved'],
    audience: 'customer',
    channels: ['SMS'],
    variables: ['customer', 'vehicle', 'jobNumber', 'branch'],
    when: ({ data }) => data.event === 'pass',
  },
  'job-assigned': {
    category: 'WORK',
    on: ['JobCardAssigned'],
    audience: 'engineer',
    channels: ['IN_APP'],
    variables: ['jobNumber', 'vehicle'],
    // Who is given again what is theirs, and where it was, learns nothing new.
    when: ({ data }) => data.formerEngineerId !== data.engineerId || data.from !== data.to,
  },
  'task-assigned': {
    category: 'WORK',
    on: ['TaskAssigned'],
    audience: 'assignee',
    channels: ['IN_APP'],
    variables: ['jobNumber', 'vehicle', 'task'],
  },
  'backorder-filled': {
    category: 'WORK',
    on: ['BackorderFilled'],
    audience: 'engineer-of-job',
    channels: ['IN_APP'],
    variables: ['jobNumber', 'part', 'quantity'],
  },
  'stock-low': {
    category: 'STOCK',
    on: ['StockLow'],
    audience: 'who-receives-stock',
    channels: ['IN_APP'],
    variables: ['sku', 'available', 'level', 'reorder', 'spare'],
  },
  'transfer-dispatched': {
    category: 'STOCK',
    on: ['StockTransferDispatched'],
    audience: 'receiving-branch',
    channels: ['IN_APP'],
    variables: ['transferNumber', 'from', 'to'],
  },
  'transfer-received': {
    category: 'STOCK',
    on: ['StockTransferReceived'],
    audience: 'sending-branch',
    channels: ['IN_APP'],
    variables: ['transferNumber', 'from', 'to'],
  },
  'approval-asked': {
    category: 'APPROVALS',
    on: ['ApprovalRequested'],
    audience: 'deciders',
    channels: ['IN_APP'],
    variables: ['asker', 'kind', 'amount'],
  },
  'approval-decided': {
    category: 'APPROVALS',
    on: ['ApprovalExecuted', 'ApprovalRejected', 'ApprovalExpired', 'ApprovalOutdated'],
    audience: 'asker',
    channels: ['IN_APP'],
    variables: ['kind', 'outcome', 'comments'],
  },
  broadcast: {
    // Each has a category of its own, which its messages have.
    category: 'SERVICE',
    on: ['BroadcastStarted'],
    audience: 'broadcast',
    channels: ['EMAIL', 'SMS', 'IN_APP'],
    variables: ['name'],
    dictated: true,
  },
  test: {
    category: 'WORK',
    on: [],
    audience: 'user',
    channels: ['EMAIL', 'SMS', 'IN_APP'],
    variables: [],
    awaited: true,
    dictated: true,
  },
} as const satisfies Record<string, Kind>;

export type KindName = keyof typeof kinds;
export const kindNames = Object.keys(kinds) as readonly KindName[];

export const kindNamed = (name: KindName): Kind => kinds[name];

/** Those whose words are kept as templates. */
export const templatedKinds = kindNames.filter((name) => kindNamed(name).dictated !== true);

/** The messages that an event brings. */
export const kindsOn = (event: Pick<PublishedEvent, 'name' | 'data'>): KindName[] =>
  kindNames.filter((name) => {
    const { on, when = () => true } = kindNamed(name);
    return on.includes(event.name) && when(event);
  });

/** Every event that brings a message. */
export const tellingEvents: readonly EventName[] = [...new Set(kindNames.flatMap((name) => kindNamed(name).on))];
