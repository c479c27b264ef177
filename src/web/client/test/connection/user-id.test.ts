import { describe, expect, it } from "vitest";
import { userIdOf } from "../../src/index.ts";

describe("the user id of a token's subject", () => {
  // The same pairs as the server's UserIdsTests: both have to agree.
  it.each([
    ["alice", "alice"],
    ["a:b@example.org", "a:b@example.org"],
    ["auth0|64f1c2", "esc:auth0:7C64f1c2"],
    ["a+b@example.org", "esc:a:2Bb@example.org"],
    ["https://id.example.org/u/42", "esc:https:3A:2F:2Fid.example.org:2Fu:2F42"],
    ["Jörg", "esc:J:C3:B6rg"],
    ["esc:auth0:7C64f1c2", "esc:esc:3Aauth0:3A7C64f1c2"],
  ])("%s is %s", (subject, id) => {
    expect(userIdOf(subject)).toBe(id);
  });
});
