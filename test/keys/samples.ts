/**
 * The made-up pairs that the tests of keys/ use; AWS's documented pair and ones that say EXAMPLE.
 */
export const ID = "AKIAIOSFODNN7EXAMPLE";
export const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/** Forty characters, with a slash and a plus, documented nowhere. */
export const OTHER_ID = "AKIA2OTHERKEYEXAMPLE";
export const OTHER_SECRET = "0therSecret+WithSlash/AndMore/ForTests12";

export const TEMPORARY_ID = "ASIA3TEMPKEY2EXAMPLE";
export const TOKEN = `${"IQoJb3JpZ2luX2VjEXAMPLETOKEN/made+up".repeat(5)}==`;
