import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the Chromium of this machine; `CHROMIUM` names another. @throws Error when there is none */
export async function startChromium(): Promise<Browser> {
  const path = process.env["CHROMIUM"] ?? PLACES.find(existsSync);
  if (path === undefined) {
    throw new Error(
      "No Chromium is installed. Install one (Debian: apt-get install chromium), or set CHROMIUM to its path.",
    );
  }
  return await chromium.launch({ executablePath: path, args: FLAGS });
}

/** A page that notes whatever should not happen. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors of scripts and of the content policy, and warnings. */
  readonly complaints: string[];
  /** Where requests went, by origin. */
  readonly origins: Set<string>;
}

export interface Screen {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: "light" | "dark";
}

export async function openPage(browser: Browser, url: string, screen: Screen = {}): Promise<WatchedPage> {
  const { width = 1440, height = 1000, colorScheme = "light" } = screen;
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  page.setDefaultTimeout(40_000);
  const complaints: string[] = [];
  const origins = new Set<string>();
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("request", (request) => origins.add(new URL(request.url()).origin));
  page.on("websocket", (socket) => origins.add(new URL(socket.url()).origin));
  await page.goto(url);
  return { page, complaints, origins };
}
