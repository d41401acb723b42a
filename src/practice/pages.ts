/** Answers of somebody who is not AWS, or of a service that is gone. */
import type { Page } from "./effect.js";
import type { Reply } from "./wire.js";

const html = (status: number, title: string, text: string, server: string): Reply => ({
  status,
  headers: { "content-type": "text/html; charset=utf-8", server },
  body:
    `<!DOCTYPE html>\n<html lang="en"><head><title>${title}</title></head>` +
    `<body><h1>${title}</h1><p>${text}</p></body></html>\n`,
  code: null,
});

/**
 * What MTurk's addresses answer since the service ended is not known; the closed pages are made up
 * to differ in what a client can tell apart. Only the text of `closed-403` is real: an address that
 * MTurk gave up before answers with it (https://github.com/jcjohnson/simple-amt/issues/27).
 */
export const PAGES: Readonly<Record<Page, Reply>> = {
  "captive-portal": html(
    200,
    "Welcome to the practice hotel's network",
    "Please sign in to use the internet.",
    "practice-portal",
  ),
  "html-403": html(
    403,
    "Access blocked",
    "This address is blocked by your network's administrator.",
    "practice-filter",
  ),
  "closed-html": html(
    200,
    "Amazon Mechanical Turk has closed",
    "This service is no longer available.",
    "practice-web",
  ),
  "closed-410": {
    status: 410,
    headers: { "content-type": "application/json" },
    body: '{"message":"Gone"}',
    code: null,
  },
  "closed-403": {
    status: 403,
    headers: { "content-type": "text/xml" },
    body:
      "<Response><Errors><Error><Code>AccessDenied</Code><Message>This Requester API is no " +
      "longer supported.</Message></Error></Errors></Response>\n",
    code: null,
  },
};
