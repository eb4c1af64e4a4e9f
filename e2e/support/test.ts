import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Page, type Response } from "@playwright/test";

/** What every page must satisfy: WCAG 2.1 A and AA, contrast included, as far as a machine can tell. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];

/** A page under watch: everything the browser complains about is kept. */
export class Watch {
  readonly complaints: string[] = [];
  private readonly expected = new Set<number>();

  constructor(private readonly page: Page) {
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
    const { violations } = await new AxeBuilder({ page: this.page }).withTags(RULES).analyze();
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
  watch: async ({ page }, use) => {
    const watch = new Watch(page);
    await use(watch);
    if (page.url() !== "about:blank") await watch.examine();
  },
});

export { expect };
