import { useSyncExternalStore } from "react";

/** Where the page is. The address is all there is to a view: it can be kept, shared and gone back to. */
export type Route =
  | { readonly view: "network"; readonly netuid: number | undefined }
  | { readonly view: "explorer" }
  | { readonly view: "block"; readonly block: number; readonly extrinsic: number | undefined }
  | { readonly view: "account"; readonly address: string }
  | { readonly view: "subnet"; readonly netuid: number }
  | { readonly view: "why"; readonly netuid: number; readonly uid: number; readonly block: number | undefined }
  | { readonly view: "unknown" };

/** Reads the part of an address behind `#`. */
export function parseRoute(hash: string): Route {
  const [view = "", ...parts] = hash.replace(/^#\/?/, "").split("/");
  const numbers = parts.map((part) => (/^\d{1,9}$/.test(part) ? Number(part) : undefined));
  const [first, second, third] = numbers;
  if (view === "" || view === "network") return { view: "network", netuid: first };
  if (view === "explorer") return { view: "explorer" };
  if (view === "block" && first !== undefined) return { view: "block", block: first, extrinsic: second };
  if (view === "account" && /^\w+$/.test(parts[0] ?? "")) return { view: "account", address: parts[0]! };
  if (view === "subnet" && first !== undefined) return { view: "subnet", netuid: first };
  if (view === "why" && first !== undefined && second !== undefined) {
    return { view: "why", netuid: first, uid: second, block: third };
  }
  return { view: "unknown" };
}

function subscribe(listener: () => void): () => void {
  addEventListener("hashchange", listener);
  return () => removeEventListener("hashchange", listener);
}

export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(subscribe, () => location.hash));
}

export function go(href: string): void {
  location.hash = href.replace(/^#/, "");
}
