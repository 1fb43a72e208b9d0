import { billingRoutes } from './billing/routes.ts';
import { customersRoutes } from './customers/routes.ts';
import { identityRoutes } from './identity/routes.ts';
import { inventoryRoutes } from './inventory/routes.ts';
import { operationsRoutes } from './operations/routes.ts';
import type { RoutesOf } from './route.ts';
import { workshopRoutes } from './workshop/routes.ts';

/** Every module with routes. A new module is one line here. */
export const modules: readonly RoutesOf[] = [
  identityRoutes,
  customersRoutes,
  inventoryRoutes,
  workshopRoutes,
  billingRoutes,
  operationsRoutes,
];
