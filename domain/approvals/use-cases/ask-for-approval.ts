import { canonicalJson } from '../../shared/canonical-json.ts';
import { configuredIn } from '../../configuration/use-cases/read-settings.ts';
import { rows } from '../../shared/access/rows.ts';
import type { Actor } from '../../shared/actor.ts';
import type { ApprovalNeeded } from '../../shared/approval-needed.ts';
import { Money } from '../../shared/money.ts';
import type { Json } from '../../shared/events.ts';
import type { Clock, Digest, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { approvableCommands, type ApprovableName, isApprovable, type Subject, type Watched } from '../approvable.ts';
import { Approval, makesAnew } from '../approval.ts';
import { expired } from '../expired.ts';
import { freeze, thaw } from '../frozen.ts';
import { kindOf } from '../kinds.ts';
import type { Approvals } from '../ports.ts';
import { DAY_MS } from '../../shared/calendar.ts';

type Deps = {
  readonly transact: Transact<Watching>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly digest: Digest;
};

type Watching = Watched & { readonly approvals: Approvals };

/**
 * What a decision is bound to: the SHA-256 of the command as it was asked for, of the version of what it is about, and of what
 * else it watches. Nobody changes that version until this unit ends (APR-03).
 * @throws DomainError `entity.absent`, where there is no such record (any more)
 */
export const hashOf = async ({ approvals, ...unit }: Watching, digest: Digest, command: ApprovableName, payload: Json): Promise<string> => {
  const { entityType, entityId: entityIdOf, watches }: Subject = approvableCommands[command];
  const told = thaw(payload) as never;
  const entityId = entityIdOf(told);
  const watched = (await watches?.(unit, told)) ?? null;
  const subjectVersion = watches || entityId === null ? null : await approvals.lockVersionOf(entityType, entityId);
  return digest(canonicalJson(JSON.stringify({ command, payload, subjectVersion, watched })));
};

/**
 * Takes down what the actor may only ask for, so that somebody else decides on it (ACC-04). Who asks for the very same change again
 * while it is open gets the approval there is.
 * @throws ApprovalNeeded itself, where its use case is none that can be carried out later
 */
export const askForApproval =
  ({ transact, clock, ids, digest }: Deps) =>
  (needed: ApprovalNeeded, actor: Actor): Promise<Approval> =>
    transact(actor, async (unit) => {
      const { approvals, settings, record, flush } = unit;
      const { asked, action, facts, explanation } = needed;
      if (!asked || !isApprovable(asked.name) || actor.userId === null) throw needed;
      const { entityType, entityId: entityIdOf }: Subject = approvableCommands[asked.name];
      const entityId = entityIdOf(asked.command as never);
      const payload = freeze(asked.command);
      const payloadHash = await hashOf(unit, digest, asked.name, payload);
      // To make two that are alike is to ask twice: what is a retry is told by its key (STK-08).
      const open = makesAnew({ entityType, entityId }) ? undefined : await approvals.findOpen(actor.userId, payloadHash);
      const now = clock.now();
      if (open && !open.hasExpired(now)) return open;
      if (open) {
        record(expired(open));
        // Of what is open there is one at most: this one is over before the next one begins.
        await flush();
      }
      const kind = kindOf(action, rows[action].parent);
      const approval = new Approval({
        id: ids.next(),
        kind,
        command: asked.name,
        payload,
        payloadHash,
        action,
        facts: freeze(facts),
        rule: explanation.rule,
        reason: explanation.reason,
        deciderRoles: explanation.roles,
        entityType,
        entityId,
        serviceCenterId: facts.serviceCenterId ?? null,
        amount: facts.amountPaise === undefined ? null : Money.ofPaise(facts.amountPaise),
        requestedBy: actor.userId,
        requestedAt: now,
        expiresAt: new Date(now.getTime() + (await configuredIn(settings, clock)).of('approvals.expiry-days') * DAY_MS),
      });
      approvals.add(approval);
      record({
        name: 'ApprovalRequested',
        entityId: approval.id,
        serviceCenterId: approval.serviceCenterId,
        to: 'PENDING',
        data: { kind, action, entityType, entityId, amount: approval.amount && String(approval.amount) },
      });
      return approval;
    });
