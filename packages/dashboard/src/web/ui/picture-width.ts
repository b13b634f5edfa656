import { useSyncExternalStore } from "react";

const WIDE = 620;
/** On a phone a picture has about its real size, so that what is written in it can be read. */
const NARROW = 360;
const PHONE = "(max-width: 760px)";

function subscribe(listener: () => void): () => void {
  const query = matchMedia(PHONE);
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}

/** How wide a picture is, in its own units. */
export function usePictureWidth(): number {
  return useSyncExternalStore(subscribe, () => (matchMedia(PHONE).matches ? NARROW : WIDE));
}
