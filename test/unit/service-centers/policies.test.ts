import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { normalFields } from '@dms/domain/service-centers/branch-fields';
import { faultOfHolidays, faultOfHours, type OpeningHours } from '@dms/domain/shared/opening-hours';
import { openAt, refuseUnsuitable } from '@dms/domain/service-centers/policies';
import { ServiceCenter } from '@dms/domain/service-centers/service-center';
import { DomainError } from '@dms/domain/shared/errors';
import { type SeriesPatterns, usualPatterns } from '@dms/domain/shared/gst/document-series';

const good = {
  id: 'branch',
  code: 'BLR01',
  name: 'Jayanagar',
  legalName: 'Sahyadri Motors Private Limited',
  address: '214, 11th Main Road',
  city: 'Bengaluru',
  state: 'Karnataka',
  stateCode: '29',
  pincode: '560011',
  gstNumber: '29AABCS1429B1ZQ',
  panNumber: 'AABCS1429B',
  invoicePrefix: 'BLR01',
  bankIfsc: 'SBIN0003286',
  upiId: 'sahyadri@oksbi',
  latitude: '12.925450',
  longitude: '77.593790',
  serviceRadiusKm: '15.00',
};

const faultsOf = (change: Partial<ServiceCenter>, later: readonly SeriesPatterns[] = []): readonly string[] => {
  try {
    refuseUnsuitable(new ServiceCenter({ ...good, ...change }), [usualPatterns, ...later]);
    return [];
  } catch (error) {
    assert.ok(error instanceof DomainError);
    return [error.code, ...(error.details.errors ?? []).map(({ pointer }) => pointer)];
  }
};

describe('what a branch may be', () => {
  it('SCN-01 is what fits together', () => {
    assert.deepEqual(faultsOf({}), []);
    assert.deepEqual(
      faultsOf({ panNumber: null, bankIfsc: null, upiId: null, latitude: null, longitude: null, serviceRadiusKm: null }),
      [],
    );
  });

  it('SCN-01 refuses a GSTIN, PAN, pincode, IFSC, UPI id, series, place or hours that cannot be right', () => {
    const wrong: readonly (readonly [Partial<ServiceCenter>, string, string])[] = [
      [{ gstNumber: '29AABCS1429B1ZA' }, 'gstin.invalid', '/gstNumber'],
      [{ stateCode: '27' }, 'service_center.invalid', '/stateCode'],
      [{ state: 'Goa' }, 'service_center.invalid', '/state'],
      [{ state: '' }, 'service_center.invalid', '/state'],
      [{ panNumber: 'AABCS1429' }, 'pan.invalid', '/panNumber'],
      [{ panNumber: 'AABCS1429C' }, 'service_center.invalid', '/panNumber'],
      [{ pincode: '060011' }, 'pincode.invalid', '/pincode'],
      [{ pincode: '411038' }, 'pincode.invalid', '/pincode'],
      [{ bankIfsc: 'SBIN1003286' }, 'ifsc.invalid', '/bankIfsc'],
      [{ upiId: 'sahyadri' }, 'upi.invalid', '/upiId'],
      [{ invoicePrefix: 'BLR012' }, 'document_number.invalid', '/invoicePrefix'],
      [{ invoicePrefix: 'b r' }, 'document_number.invalid', '/invoicePrefix'],
      [{ latitude: null }, 'service_center.invalid', '/latitude'],
      [{ latitude: '77.593790', longitude: '12.925450' }, 'service_center.invalid', '/latitude'],
      [{ serviceRadiusKm: '501.00' }, 'service_center.invalid', '/serviceRadiusKm'],
      [{ hours: { monday: [{ from: '18:00', to: '09:00' }] } }, 'service_center.invalid', '/hours'],
      [{ holidays: [{ day: '2026-02-30' }] }, 'service_center.invalid', '/holidays'],
    ];
    for (const [change, code, pointer] of wrong) assert.deepEqual(faultsOf(change).slice(0, 2), [code, pointer], JSON.stringify(change));
  });

  it('SCN-01 tells everything that is wrong at once', () => {
    assert.deepEqual(faultsOf({ pincode: '1', bankIfsc: 'no', upiId: 'no' }), ['pincode.invalid', '/pincode', '/bankIfsc', '/upiId']);
  });

  it('SCN-01 has its state from its GSTIN, and refuses another', () => {
    assert.deepEqual(normalFields({ gstNumber: '27AABCS1429B1ZU' }), {
      gstNumber: '27AABCS1429B1ZU',
      state: 'Maharashtra',
      stateCode: '27',
    });
    assert.equal(normalFields({ gstNumber: '27AABCS1429B1ZU', state: 'maharashtra' }).state, 'Maharashtra');
    for (const [given, pointer] of [
      [{ state: 'Karnataka' }, '/state'],
      [{ stateCode: '29' }, '/stateCode'],
    ] as const) {
      const fields = normalFields({ gstNumber: '27AABCS1429B1ZU', ...given });
      assert.deepEqual(faultsOf(fields), ['service_center.invalid', pointer]);
      assert.throws(
        () => refuseUnsuitable(new ServiceCenter({ ...good, ...fields }), [usualPatterns]),
        /The GSTIN 27AABCS1429B1ZU is of Maharashtra \(27\), and not of/,
      );
    }
    assert.deepEqual(faultsOf(normalFields({ gstNumber: '29', pincode: '1' })), ['gstin.invalid', '/gstNumber', '/pincode']);
  });

  it('INV-01 has a prefix that fits the series of now and those that are to come', () => {
    const longer = { ...usualPatterns, INVOICE: '{prefix}-{FY4}-{n:6}' };
    assert.deepEqual(faultsOf({}, [usualPatterns]), []);
    assert.deepEqual(faultsOf({}, [longer]), ['document_number.invalid', '/invoicePrefix']);
    assert.deepEqual(faultsOf({ invoicePrefix: 'BLR' }, [longer]), []);
  });

  it('SCN-01 is open by shifts that follow each other', () => {
    const split: OpeningHours = {
      monday: [
        { from: '09:00', to: '13:00' },
        { from: '13:00', to: '24:00' },
      ],
      sunday: [],
    };
    assert.equal(faultOfHours(split), undefined);
    assert.match(
      faultOfHours({
        monday: [
          { from: '09:00', to: '13:00' },
          { from: '12:59', to: '18:00' },
        ],
      })!,
      /begins before/,
    );
    assert.match(faultOfHours({ friday: [{ from: '9:00', to: '13:00' }] })!, /are not times/);
    assert.match(faultOfHolidays([{ day: '2026-01-26' }, { day: '2026-01-26' }])!, /twice/);
  });

  it('SCN-02 says what is still open, each in a sentence', () => {
    assert.deepEqual(openAt({ jobCards: 0, stockedParts: 0, unpaidInvoices: 0 }), []);
    assert.deepEqual(openAt({ jobCards: 1, stockedParts: 2, unpaidInvoices: 1 }), [
      '1 job card is open.',
      '2 parts are in stock.',
      '1 invoice is a draft or unpaid.',
    ]);
  });
});
