import { describe, expect, it } from "vitest";
import { DEFAULT_ACCESS, judge } from "./access.ts";

const local = (headers: Record<string, string>, policy = DEFAULT_ACCESS) =>
  judge({ headers: { host: "127.0.0.1:9944", ...headers }, address: "127.0.0.1" }, policy);

describe("access", () => {
  it.each([
    [undefined, true],
    ["http://localhost:3000", true],
    ["http://127.0.0.1:8080", true],
    ["http://[::1]:8080", true],
    ["https://localhost", true],
    ["https://polkadot.js.org", false],
  ])("lets pages of %s in (local: %s)", (origin, isLocal) => {
    const verdict = local(origin === undefined ? {} : { origin });
    expect(verdict).toMatchObject({ allowed: true, local: isLocal });
  });

  it.each([
    "https://evil.example",
    "null",
    "http://localhost.evil.example",
    "http://127.0.0.1.evil.example",
    "https://polkadot.js.org.evil.example",
    "http://polkadot.js.org",
    "file://",
    "chrome-extension://abc",
    "",
  ])("keeps pages of %j out", (origin) => {
    expect(local({ origin }).allowed).toBe(false);
  });

  it("keeps a host name out that was made to point here", () => {
    expect(local({ host: "evil.example:9944" }).allowed).toBe(false);
    expect(local({ host: "127.0.0.1.evil.example" }).allowed).toBe(false);
    expect(judge({ headers: {}, address: "127.0.0.1" }, DEFAULT_ACCESS).allowed).toBe(false);
  });

  it.each(["localhost:9944", "LOCALHOST", "[::1]:9944", "10.0.0.7:9944", "127.0.0.1"])("is called %s", (host) => {
    expect(local({ host }).allowed).toBe(true);
  });

  it("serves further names and pages where told to", () => {
    const policy = { origins: ["https://app.example"], hosts: ["node.example"] };
    expect(local({ host: "node.example", origin: "https://app.example" }, policy)).toMatchObject({
      allowed: true,
      local: false,
    });
    expect(local({ host: "other.example" }, { origins: ["*"], hosts: ["*"] }).allowed).toBe(true);
  });

  it("takes nobody for local who comes from elsewhere or through a proxy", () => {
    const headers = { host: "10.0.0.7:9944" };
    expect(judge({ headers, address: "10.0.0.9" }, DEFAULT_ACCESS)).toMatchObject({ allowed: true, local: false });
    expect(local({ "x-forwarded-for": "203.0.113.5" })).toMatchObject({ allowed: true, local: false });
    expect(judge({ headers, address: "::ffff:127.0.0.1" }, DEFAULT_ACCESS)).toMatchObject({ local: true });
  });

  it("takes for local who calls from the address that is called", () => {
    const headers = { host: "10.0.0.7:9944" };
    const from = (address: string, origin?: string) =>
      judge(
        { headers: origin === undefined ? headers : { ...headers, origin }, address, localAddress: "10.0.0.7" },
        DEFAULT_ACCESS,
      );
    expect(from("10.0.0.7")).toMatchObject({ allowed: true, local: true });
    expect(from("10.0.0.9")).toMatchObject({ allowed: true, local: false });
    expect(from("10.0.0.7", "https://polkadot.js.org")).toMatchObject({ allowed: true, local: false });
  });

  it("lets its own page in, by whatever address it was opened", () => {
    const open = (host: string, origin: string) =>
      judge({ headers: { host, origin }, address: "10.0.0.9", localAddress: "10.0.0.7" }, DEFAULT_ACCESS);
    expect(open("10.0.0.7:9944", "http://10.0.0.7:9944")).toMatchObject({ allowed: true, local: false });
    expect(open("10.0.0.7:9944", "http://10.0.0.7:8080").allowed).toBe(false);
    expect(open("10.0.0.7:9944", "http://10.0.0.8:9944").allowed).toBe(false);
    expect(open("evil.example:9944", "http://evil.example:9944").allowed).toBe(false);
  });
});
