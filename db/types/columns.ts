import { p } from '@mikro-orm/core';
import { MoneyType } from './money-type.ts';
import { QuantityType } from './quantity-type.ts';

/** The kinds of column there are, under the names of the field. */
export const id = () => p.uuid().primary();
export const ref = () => p.uuid();
export const text = () => p.text();
export const money = () => p.type(MoneyType);
export const quantity = () => p.type(QuantityType);
/** A figure that is no money, such as a coordinate: exact, and handed on as text. */
export const decimal = (precision: number, scale: number) => p.decimal('string').precision(precision).scale(scale);
/** A rate of tax in percent, with the places it was written with. */
export const rate = () => p.decimal('string');
export const instant = () => p.datetime();
export const day = () => p.date();
export const integer = () => p.integer();
export const flag = () => p.boolean();
export const json = () => p.json();
export const texts = () => p.array().columnType('text[]');
export const refs = () => p.array().columnType('uuid[]');
export const version = () => p.integer().version();
