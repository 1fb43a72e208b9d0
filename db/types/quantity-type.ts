import { Quantity } from '@dms/domain/shared/quantity';
import { Type } from '@mikro-orm/core';

/** A quantity to three places. */
export class QuantityType extends Type<Quantity | null, string | null> {
  override convertToDatabaseValue(value: Quantity | null): string | null {
    return value === null ? null : value.toString();
  }

  override convertToJSValue(value: string | null): Quantity | null {
    return value === null ? null : Quantity.parse(value);
  }

  override getColumnType(): string {
    return 'numeric(14,3)';
  }
}
