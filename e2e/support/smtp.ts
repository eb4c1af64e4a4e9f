// A mail server that keeps what it receives: e-mails of the program go out over a real connection.
import { createServer, type Server } from "node:net";

/** What was received: to whom, and the raw text. */
export interface Mail {
  to: string;
  raw: string;
}

/** A mail server on this machine. */
export interface Mailbox {
  port: number;
  received: Mail[];
  stop(): Promise<void>;
}

/** Starts a mail server that accepts everything. */
export function mailbox(): Promise<Mailbox> {
  const received: Mail[] = [];
  const server: Server = createServer((socket) => {
    let [buffer, to, data] = ["", "", false];
    const say = (line: string) => socket.write(`${line}\r\n`);
    socket.setEncoding("utf8");
    socket.on("error", () => socket.destroy());
    say("220 essai ESMTP");
    socket.on("data", (chunk: string) => {
      buffer += chunk;
      for (;;) {
        if (data) {
          const end = buffer.indexOf("\r\n.\r\n");
          if (end < 0) return;
          received.push({ to, raw: buffer.slice(0, end) });
          [buffer, data] = [buffer.slice(end + 5), false];
          say("250 gardé");
          continue;
        }
        const end = buffer.indexOf("\r\n");
        if (end < 0) return;
        const line = buffer.slice(0, end);
        buffer = buffer.slice(end + 2);
        const verb = line.slice(0, 4).toUpperCase();
        if (verb === "EHLO" || verb === "HELO") say("250-essai\r\n250-8BITMIME\r\n250 SMTPUTF8");
        else if (verb === "RCPT") {
          to = /<([^>]*)>/.exec(line)?.[1] ?? "";
          say("250 bien");
        } else if (verb === "DATA") {
          data = true;
          say("354 allez");
        } else if (verb === "QUIT") {
          say("221 au revoir");
          socket.end();
        } else say("250 bien");
      }
    });
  });
  return new Promise((done, failed) => {
    server.once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      done({ port, received, stop: () => new Promise((over) => server.close(() => over())) });
    });
  });
}
