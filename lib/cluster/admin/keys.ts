import { createUser } from "@nats-io/nkeys";

/** An NKEY: the server knows the public half, and its owner signs with the secret one. */
export interface Key {
  public: string;
  seed: string;
}

export function makeKey(): Key {
  const pair = createUser();
  return {
    public: pair.getPublicKey(),
    seed: new TextDecoder().decode(pair.getSeed()),
  };
}

/** A user's three: each can do less than the one before. */
export interface UserKeys {
  user: string;
  admin: Key;
  home: Key;
  worker: Key;
}

export function makeUserKeys(user: string): UserKeys {
  return { user, admin: makeKey(), home: makeKey(), worker: makeKey() };
}
