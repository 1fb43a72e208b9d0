/** What a new entity is made of: the named fields are needed, the others have a default in the class. */
export type New<Entity, Needed extends keyof Entity> = Pick<Entity, Needed> & Partial<Omit<Entity, Needed>>;
