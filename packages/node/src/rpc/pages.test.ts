import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Pages } from "./pages.ts";
import { startTestNode, type TestNode } from "./testing.ts";

const files: Record<string, ReturnType<Pages>> = {
  "/": { type: "text/html", body: new TextEncoder().encode("<p>hello"), etag: '"1"', policy: "script-src 'self'" },
  "/a.js": { type: "text/javascript", body: new TextEncoder().encode("1"), etag: '"2"', immutable: true },
};

let test: TestNode;
let http: string;

beforeAll(async () => {
  test = await startTestNode({ rpc: { port: 0, pages: (path) => files[path] } });
  http = test.rpc.url.replace("ws:", "http:");
});
afterAll(() => test.stop());

describe("pages", () => {
  it("are served with their policy, beside what the node serves itself", async () => {
    const page = await fetch(http);
    expect(await page.text()).toBe("<p>hello");
    expect(page.headers.get("content-security-policy")).toBe("script-src 'self'");
    expect(page.headers.get("x-content-type-options")).toBe("nosniff");
    expect((await fetch(`${http}/health`)).headers.get("content-type")).toBe("application/json");
    expect((await fetch(`${http}/b.js`)).status).toBe(404);
  });

  it("may load nothing where they do not say what", async () => {
    const script = await fetch(`${http}/a.js`);
    expect(script.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(script.headers.get("cache-control")).toContain("immutable");
  });

  it("are not sent again to who has them", async () => {
    const again = await fetch(http, { headers: { "if-none-match": '"1"' } });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe("");
  });

  it("are not served under a name that was made to point here", async () => {
    const status = await new Promise((resolve) => {
      request(http, { headers: { host: "evil.example" } }, (response) => resolve(response.statusCode)).end();
    });
    expect(status).toBe(403);
  });
});
