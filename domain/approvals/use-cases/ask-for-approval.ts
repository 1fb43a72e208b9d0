import { canonicalJson } from '../../shared/canonical-json.ts';
import { configuredIn } from '../../configuration/use-cases/read-settings.ts';
import type { Settings } from '../../configuration/ports.ts';
import { rows } from '../../shared/access/rows.ts';
import type { Actor } from '../../shared/actor.ts';
import type { ApprovalNeeded } from '../../shared/approval-needed.ts';
import { Money } from '../../shared/money.ts';
import type { Json } from '../../shared/events.ts';
import type { Clock, Digest, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { approvableCommands, isApprovable, type Subject } from '../approvable.ts';
import { Approval } from '../approval.ts';
import { expired } from '../expired.ts';
import { freeze } from '../frozen.ts';
import { kindOf } from '../kinds.ts';
import type { Approvals } from '../ports.ts';

type Deps = {
  readonly transact: Transact<{ approvals: Approvals; settings: Settings }>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly digest: Digest;
};

const DAY_MS = 86_400_000;

/** What a decision is bound to: the command as it was asked for, and the version of what it is about (APR-03). */
export const hashOf = (digest: Digest, command: string, payload: Json, subjectVersion: number | null): string =>
  digest(canonicalJson(JSON.stringify({ command, payload, subjectVersion })));

/**
 * Takes down what the actor may only ask for, so that somebody else decides on it (ACC-04). Who asks for the very same again
 * while it is open gets the approval there is.
 * @throws ApprovalNeeded itself, where its use case is none that can be carried out later
 */
export const askForApproval =
  ({ transact, clock, ids, digest }: Deps) =>
  (needed: ApprovalNeeded, actor: Actor): Promise<Approval> =>
    transact(actor, async ({ approvals, settings, record }) => {
      const { asked, action, facts, explanation } = needed;
      if (!asked || !isApprovable(asked.name) || actor.userId === null) throw needed;
      const { entityType, entityId: entityIdOf }: Subject = approvableCommands[asked.name];
      const entityId = entityIdOf(asked.command as never);
      const payload = freeze(asked.command);
      const version = entityId === null ? null : await approvals.lockVersionOf(entityType, entityId);
      const payloadHash = hashOf(digest, asked.name, payload, version);
      const open = await approvals.findOpen(actor.userId, payloadHash);
      const now = clock.now();
      if (open && !open.hasExpired(now)) return open;
      if (open) record(expired(open));
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
