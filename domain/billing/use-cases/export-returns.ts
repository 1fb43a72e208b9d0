import type { Configuration } from '../../configuration/ports.ts';
import type { Actor } from '../../shared/actor.ts';
import { type BusinessMonth, firstDayOfMonth, lastDayOfMonth } from '../../shared/calendar.ts';
import { absent, DomainError } from '../../shared/errors.ts';
import type { EventName } from '../../shared/event-catalogue.ts';
import { parseGstin } from '../../shared/identifiers/gstin.ts';
import { permit } from '../../shared/permit.ts';
import type { Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { AdvanceOfPeriod } from '../advance-tax.ts';
import type { IssuedSeries } from '../documents-issued.ts';
import type { GstDocument } from '../gst-document.ts';
import type { GstReads } from '../gst-reads.ts';
import { type Gstr1, gstr1 } from '../gstr1.ts';
import { hsnRows, type HsnRow } from '../hsn-rows.ts';

/** Which month of which GSTIN; a company with one GSTIN need not name it. */
export type ReturnPeriod = { readonly period: BusinessMonth; readonly gstin?: string | undefined };

type Deps = {
  readonly transact: Transact<object>;
  readonly gstReads: GstReads;
  readonly configuration: Configuration;
  readonly ids: Ids;
};
type Month = {
  readonly gstin: string;
  readonly month: BusinessMonth;
  readonly documents: readonly GstDocument[];
  readonly series: readonly IssuedSeries[];
  readonly advances: readonly AdvanceOfPeriod[];
};

const daysOf = ({ period }: Pick<ReturnPeriod, 'period'>) => ({ from: firstDayOfMonth(period), to: lastDayOfMonth(period) });

/** @throws DomainError `gstin.invalid`, `entity.absent` for a GSTIN of somebody else, `request.invalid` where one of several has to be named */
const chosenGstin = async (gstReads: GstReads, gstin: string | undefined): Promise<string> => {
  const own = await gstReads.gstins();
  if (gstin !== undefined) {
    if (!own.includes(parseGstin(gstin))) throw absent('GSTIN');
    return gstin;
  }
  if (own.length === 1) return own[0]!;
  const message = `is needed: the company has ${own.join(', ')}`;
  throw new DomainError('request.invalid', `/gstin ${message}.`, { errors: [{ pointer: '/gstin', message }] });
};

/** Reads a month and takes down who exported it (AUD-01). */
const exportMonth = async (
  { transact, gstReads, ids }: Deps,
  name: EventName,
  { period, gstin }: ReturnPeriod,
  actor: Actor,
): Promise<Month> => {
  permit(actor, 'gst.export');
  const days = daysOf({ period });
  const chosen = await chosenGstin(gstReads, gstin);
  const { documents, series, advances } = await gstReads.atOneMoment(async (reads) => ({
    documents: await reads.documents(chosen, days),
    series: await reads.series(chosen, days),
    advances: name === 'Gstr1Exported' ? await reads.advances(chosen, days) : [],
  }));
  await transact(actor, async ({ record }) => {
    const data = { gstin: chosen, period, documents: documents.length };
    record({ name, entityId: ids.next(), serviceCenterId: null, data });
  });
  return { gstin: chosen, month: period, documents, series, advances };
};

/**
 * GSTR-1 of a month in the JSON of the portal (TAX-12, GST-01): every issued document of the GSTIN in its table, to the paisa.
 * @throws DomainError `gstin.invalid`, `entity.absent`, `request.invalid`, `day.malformed`, `access.denied`
 */
export const exportGstr1 =
  (deps: Deps) =>
  async (of: ReturnPeriod, actor: Actor): Promise<Gstr1> => {
    const month = await exportMonth(deps, 'Gstr1Exported', of, actor);
    return gstr1({ ...month, b2clLimits: (await deps.configuration.current()).of('gst.b2cl-limits') });
  };

export type HsnSummary = {
  readonly gstin: string;
  readonly period: BusinessMonth;
  readonly b2b: readonly HsnRow[];
  readonly b2c: readonly HsnRow[];
};

/** What was supplied by HSN, unit and rate, to registered buyers and to others, net of notes (TAX-12). Errors as `exportGstr1`. */
export const exportHsnSummary =
  (deps: Deps) =>
  async (of: ReturnPeriod, actor: Actor): Promise<HsnSummary> => {
    const { gstin, month: period, documents } = await exportMonth(deps, 'HsnSummaryExported', of, actor);
    const supplies = documents.filter(({ cancelled }) => !cancelled);
    const to = (registered: boolean): HsnRow[] => hsnRows(supplies.filter(({ buyerGstin }) => (buyerGstin !== null) === registered));
    return { gstin, period, b2b: to(true), b2c: to(false) };
  };

export type DocumentsIssued = { readonly gstin: string; readonly period: BusinessMonth; readonly series: readonly IssuedSeries[] };

/** What each series gave out in a month, with how many were cancelled (TAX-12). Errors as `exportGstr1`. */
export const exportDocumentsIssued =
  (deps: Deps) =>
  async (of: ReturnPeriod, actor: Actor): Promise<DocumentsIssued> => {
    const { gstin, month: period, series } = await exportMonth(deps, 'DocumentsIssuedExported', of, actor);
    return { gstin, period, series };
  };
