import { ServiceCenterAssignment, User } from '@dms/domain/identity/user';
import type { ServiceCenter } from '@dms/domain/service-centers/service-center';
import type { Role } from '@dms/domain/shared/actor';
import { normaliseMobile } from '@dms/domain/shared/identifiers/mobile';
import type { Ids } from '@dms/domain/shared/ports';

export const DEMO_PASSWORD = 'Demo-Pass-2026!';

/** By whom a world that was seeded before is known. */
export const FIRST_ADVISOR = 'advisor.blr01@dms.example';

type Person = { readonly username: string; readonly role: Role; readonly firstName: string; readonly lastName: string };

const ofTheCompany: readonly Person[] = [
  { username: 'superadmin', role: 'SUPER_ADMIN', firstName: 'Lakshmi', lastName: 'Menon' },
  { username: 'admin', role: 'ADMIN', firstName: 'Arvind', lastName: 'Shetty' },
  { username: 'callcenter', role: 'CALL_CENTER', firstName: 'Nisha', lastName: 'Thomas' },
];

const posts: readonly (readonly [string, Role])[] = [
  ['advisor', 'SERVICE_ADVISOR'],
  ['manager', 'SC_MANAGER'],
  ['staff', 'SC_STAFF'],
  ['engineer', 'SERVICE_ENGINEER'],
  ['engineer2', 'SERVICE_ENGINEER'],
];

/** In the order of the posts. */
const names: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  BLR01: [['Meera', 'Iyer'], ['Suresh', 'Gowda'], ['Farhan', 'Khan'], ['Ravi', 'Kumar'], ['Deepa', 'Hegde']],
  BLR02: [['Kavya', 'Reddy'], ['Joseph', "D'Souza"], ['Anil', 'Naik'], ['Manju', 'Prasad'], ['Imran', 'Pasha']],
  PUN01: [['Sneha', 'Joshi'], ['Prakash', 'Patil'], ['Vaishali', 'More'], ['Ganesh', 'Shinde'], ['Sunita', 'Jadhav']],
}; // prettier-ignore

const ofBranch = ({ code }: ServiceCenter): Person[] =>
  posts.map(([post, role], index) => {
    const [firstName, lastName] = names[code]![index]!;
    return { username: `${post}.${code.toLowerCase()}`, role, firstName, lastName };
  });

/** Somebody in every role, at every branch. They share one hash: a hash takes a quarter of a second. */
export const demoUsers = (ids: Ids, at: Date, password: string, branches: readonly ServiceCenter[]): User[] => {
  let hired = 0;
  const hire = ({ username, ...person }: Person, branch?: ServiceCenter): User => {
    const id = ids.next();
    const assignments = branch
      ? [new ServiceCenterAssignment({ id: ids.next(), userId: id, serviceCenterId: branch.id, assignedAt: at })]
      : [];
    const phone = normaliseMobile(String(9_000_000_001 + hired++));
    return new User({ id, ...person, email: `${username}@dms.example`, phone, password, passwordChangedAt: at, assignments });
  };
  return [
    ...ofTheCompany.map((person) => hire(person)),
    ...branches.flatMap((branch) => ofBranch(branch).map((person) => hire(person, branch))),
  ];
};
