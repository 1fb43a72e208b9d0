import { historyKinds } from '@dms/domain/customers/ports';
import { searchFields } from '@dms/domain/customers/search-terms';
import { paperLanguages } from '@dms/domain/shared/languages';
import { Type } from '@sinclair/typebox';
import { DayText, Enumeration, InstantText, List, MoneyText, Nullable, Page, pageQuery, Uuid } from '../schemas.ts';

const term = (description: string, example: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: 40, description, examples: [example] }));

export const VehicleSearch = Type.Object({
  registration: term('The plate, in any way of writing it.', 'ka-01-ab-1234'),
  vin: term('The whole VIN.', 'MA1TA2AB3C4D56789'),
  phone: term('The phone number of the owner.', '98450 12345'),
  q: term('Any of these, or a name: what is exactly that first, then what resembles it.', 'asha rao'),
  partial: Type.Optional(
    Type.Boolean({ description: 'Whether a term also finds what resembles it, and what begins or ends with it.', examples: [true] }),
  ),
  limit: Type.Integer({ minimum: 1, maximum: 50, default: 10 }),
});

export const VehicleHits = List(
  Type.Object(
    {
      vehicle: Type.Object({
        id: Uuid,
        registration: Type.String({ examples: ['KA01AB1234'] }),
        vin: Nullable(Type.String({ examples: ['MA1TA2AB3C4D56789'] })),
        make: Type.String({ examples: ['Maruti Suzuki'] }),
        model: Type.String({ examples: ['Swift'] }),
      }),
      customer: Type.Object({
        id: Uuid,
        firstName: Type.String({ examples: ['Asha'] }),
        lastName: Nullable(Type.String({ examples: ['Rao'] })),
        phone: Nullable(
          Type.String({
            description: 'Masked outside the branches of the caller: `98****2345`. Null of who was erased.',
            examples: ['+919845012345'],
          }),
        ),
      }),
      matchedOn: Enumeration(searchFields),
      formerPlate: Nullable(
        Type.Object(
          { registration: Type.String({ examples: ['KA01AB1234'] }), from: Nullable(DayText), until: DayText },
          { description: 'The plate that it had before, where that is what matched.' },
        ),
      ),
      score: Type.Number({ minimum: 0, maximum: 1, examples: [1] }),
    },
    { $id: 'VehicleHit' },
  ),
);

export const HistoryQuery = pageQuery(['-at'], {});
export const PrintedHistoryQuery = Type.Object({
  language: Type.Optional(Enumeration(paperLanguages, { description: "The branch's own where nothing is said.", examples: ['hi'] })),
});
export const HistoryPage = Page(
  Type.Object(
    {
      id: Uuid,
      kind: Enumeration(historyKinds),
      at: InstantText,
      serviceCenterId: Nullable(Uuid),
      sourceId: Uuid,
      number: Nullable(Type.String({ examples: ['JC-BLR01-2627-00042'] })),
      serviceType: Nullable(Type.String({ examples: ['PERIODIC_SERVICE'] })),
      summary: Nullable(Type.String({ examples: ['20,000 km service'] })),
      odometer: Nullable(Type.Integer({ examples: [20153] })),
      totalAmount: Nullable(MoneyText),
    },
    { $id: 'HistoryEntry' },
  ),
);

export const RecentSearches = List(
  Type.Object(
    {
      registration: term('The plate, as it was typed.', 'ka-01-ab-1234'),
      vin: term('The VIN.', 'MA1TA2AB3C4D56789'),
      phone: term('The phone number.', '98450 12345'),
      q: term('Any of these, or a name.', 'asha rao'),
      partial: Type.Optional(Type.Boolean({ examples: [true] })),
      at: InstantText,
    },
    { $id: 'RecentSearch' },
  ),
);
