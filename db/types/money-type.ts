import { Money } from '@dms/domain/shared/money';
import { Type } from '@mikro-orm/core';

/** Money as bigint paise: exact, and summed by the database. */
export class MoneyType extends Type<Money | null, string | null> {
  override convertToDatabaseValue(value: Money | null): string | null {
    return value === null ? null : value.paise.toString();
  }

  override convertToJSValue(value: string | null): Money | null {
    return value === null ? null : Money.ofPaise(BigInt(value));
  }

  override getColumnType(): string {
    return 'bigint';
  }
}
