import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Browser, type Page, type Response } from "@playwright/test";

/** What every page must satisfy: WCAG 2.1 A and AA, contrast included, as far as a machine can tell. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];

/** A page under watch: everything the browser complains about is kept. */
export class Watch {
  readonly complaints: string[] = [];
  private readonly expected = new Set<number>();

  /** `withoutScripts`: a browser to look at copies, because axe cannot run where scripts are off. */
  constructor(
    private readonly page: Page,
    private readonly withoutScripts?: Browser,
  ) {
    page.on("pageerror", (error) => this.complaints.push(`error in a script: ${error.message}`));
    page.on("console", (message) => {
      // Answers with an error status are judged below, with their address.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
        this.complaints.push(`console: ${message.text()}`);
      }
    });
    page.on("requestfailed", (request) => {
      const why = request.failure()?.errorText ?? "";
      // A download, or a page left while it was loading.
      if (why !== "net::ERR_ABORTED") this.complaints.push(`${request.url()}: ${why}`);
    });
    page.on("response", (response) => this.judge(response));
  }

  /** Says that the next pages may answer with this status. */
  expectStatus(status: number): void {
    this.expected.add(status);
  }

  /** Opens a page and examines it. */
  async open(path: string): Promise<Response> {
    const response = await this.page.goto(path);
    expect(response, `no answer from ${path}`).not.toBeNull();
    await this.examine();
    return response!;
  }

  /** Fails on any accessibility fault of the page as it stands, and on any complaint of the browser. */
  async examine(): Promise<void> {
    const { violations } = this.withoutScripts
      ? await this.examineCopy(this.withoutScripts)
      : await new AxeBuilder({ page: this.page }).withTags(RULES).analyze();
    const faults = violations.map((violation) => {
      const places = violation.nodes.map((node) => `${node.target.join(" ")}: ${node.failureSummary ?? ""}`);
      return `${violation.id} (${violation.help})\n  ${places.join("\n  ")}`;
    });
    expect(faults, `accessibility of ${this.page.url()}`).toEqual([]);
    this.nothingToComplainAbout();
  }

  nothingToComplainAbout(): void {
    expect(this.complaints, `what the browser said on ${this.page.url()}`).toEqual([]);
  }

  /** Examines the same HTML, at the same address, in a window that may run axe. */
  private async examineCopy(browser: Browser) {
    const html = (await this.page.content()).replace(/<script\b[^>]*><\/script>/g, "");
    const context = await browser.newContext({ javaScriptEnabled: true, viewport: this.page.viewportSize() });
    const copy = await context.newPage();
    await copy.route(this.page.url(), (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body: html }));
    await copy.goto(this.page.url());
    const results = await new AxeBuilder({ page: copy }).withTags(RULES).analyze();
    await context.close();
    return results;
  }

  private judge(response: Response): void {
    const kind = response.request().resourceType();
    const isPage = kind === "document" || kind === "xhr" || kind === "fetch";
    if (response.status() >= 400 && !(isPage && this.expected.has(response.status()))) {
      this.complaints.push(`${response.url()} answered ${response.status()}`);
    }
  }
}

/** Tests get `watch`; the page they end on is examined too. */
export const test = base.extend<{ watch: Watch }>({
  /** An address of its own (RFC 5737), so that the tries of one test do not lock the next. */
  extraHTTPHeaders: async ({}, use, info) => {
    const rank = [...info.testId].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 254, 7);
    await use({ "x-forwarded-for": `203.0.113.${rank + 1}` });
  },
  watch: async ({ page, browser, javaScriptEnabled }, use) => {
    const watch = new Watch(page, javaScriptEnabled === false ? browser : undefined);
    await use(watch);
    if (page.url() !== "about:blank") await watch.examine();
  },
});

export { expect };
