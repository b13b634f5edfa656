import { createContext, use } from "react";
import type { Session, SessionState } from "./session.ts";
import { useStore } from "./store.ts";

export const SessionContext = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  return use(SessionContext)!;
}

export function useChain<T>(select: (state: SessionState) => T): T {
  return useStore(useSession().store, select);
}
