/** `pallets/proxy/src/weights.rs`, for the most proxies and announcements an account can have: the chain charges for those. */
import { addWeights, weight } from "../../weights.ts";
import { MAX_PENDING, MAX_PROXIES } from "./constants.ts";

const P = BigInt(MAX_PROXIES);
const A = BigInt(MAX_PENDING);
/** The account of the inner call's origin. */
const INNER_ACCOUNT = weight(0n, 0n, 1, 1);

export const W = {
  proxy: addWeights(weight(28_026_265n + 53_205n * P, 4_254n + 37n * P, 3, 1), INNER_ACCOUNT),
  proxyAnnounced: addWeights(
    weight(53_234_507n + 228_831n * A + 54_037n * P, 8_615n + 68n * A + 37n * P, 5, 3),
    INNER_ACCOUNT,
  ),
  removeAnnouncement: weight(25_595_226n + 205_163n * A + 40_277n * P, 8_615n, 2, 2),
  rejectAnnouncement: weight(26_388_332n + 199_703n * A + 17_846n * P, 8_615n, 2, 2),
  announce: weight(34_286_251n + 194_092n * A + 53_615n * P, 8_615n, 3, 2),
  addProxy: weight(25_770_804n + 80_892n * P, 4_254n, 1, 1),
  removeProxy: weight(27_827_049n + 64_054n * P, 4_254n, 1, 2),
  removeProxies: weight(27_407_028n + 55_808n * P, 4_254n, 1, 1),
  createPure: weight(27_853_436n + 20_160n * P, 4_254n, 1, 1),
  killPure: weight(26_529_087n + 48_014n * P, 4_254n, 1, 1),
  pokeDeposit: weight(46_757_000n, 8_615n, 3, 3),
  setRealPaysFee: weight(14_259_931n + 42_799n * P, 4_254n, 1, 1),
};
