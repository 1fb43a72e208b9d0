import type { FastifyRequest, onRequestHookHandler } from 'fastify';
import { isOn, type SwitchableModule } from '@dms/domain/configuration/switchable-modules';
import type { Cradle } from '../../adapters/container.ts';
import { pathOf, unknownRoute } from '../problem.ts';

type Configured = Awaited<ReturnType<Cradle['configuration']['current']>>;

const refusalOf = (name: SwitchableModule, configured: Configured, { method, url }: FastifyRequest): Error | undefined =>
  isOn(configured, name) ? undefined : unknownRoute(method, pathOf(url));

/**
 * Stands in front of a route's `next` hook, which finds out who asks: while the module is switched off there is no such route, whoever asks and
 * whatever they may (CFG-02). What is configured is at hand for all but a request every few seconds, and then nothing is waited for.
 */
export const whileOn =
  ({ configuration }: Pick<Cradle, 'configuration'>) =>
  (name: SwitchableModule, next: onRequestHookHandler): onRequestHookHandler =>
    function (request, reply, done) {
      const goOn = (configured: Configured): void => {
        const refusal = refusalOf(name, configured, request);
        if (refusal) done(refusal);
        else next.call(this, request, reply, done);
      };
      const configured = configuration.current();
      if (configured instanceof Promise) configured.then(goOn, done);
      else goOn(configured);
    };
