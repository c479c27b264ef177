import { fireEvent } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { all, does, get, go, message, page, query, preparePage } from "../stage.tsx";

preparePage();

const type = (value: string) => does(() => fireEvent.change(get("composerInput"), { target: { value, selectionStart: value.length } }));
const enter = () => does(() => fireEvent.keyDown(get("composerInput"), { key: "Enter" }));
const everybody = { role: "member", members: 100 };

describe("@all and @here", () => {
  it("are offered behind people, say whom they reach, and go out beside the text", async () => {
    const { server } = await page((made) => void (made.audience = everybody));
    await go("#/room/r");
    await type("look @");
    expect(all("mentionOption").map((option) => option.dataset["user"])).toEqual(["bob", "all", "here"]);
    await type("look @al");
    expect(get("mentionOption").textContent).toBe("Everyone in this conversation@all");
    await enter();
    expect([(get("composerInput") as HTMLTextAreaElement).value, get("audienceHint").textContent]).toEqual(["look @all ", "Notifies the one other person here."]);
    await enter();
    expect(server.last.of("chat.send")).toMatchObject([{ text: "look @all", audience: "all" }]);
    expect(query("audienceHint")).toBeNull();
    await type("who is @here");
    expect(get("audienceHint").textContent).toBe("Notifies everyone who is online.");
  });

  it("are text where one may not use them, and the composer says why", async () => {
    const { server } = await page((made) => void (made.audience = { role: "admin", members: 100 }));
    await go("#/room/r");
    await type("look @");
    expect(all("mentionOption").map((option) => option.dataset["user"])).toEqual(["bob"]);
    await type("look @all");
    expect(get("audienceHint").textContent).toBe("Only owners and admins can use @all here: it is sent as text, and notifies nobody.");
    await enter();
    expect(server.last.of("chat.send")[0]).not.toHaveProperty("audience");
  });

  it("say that a conversation is too large for them", async () => {
    await page((made) => {
      made.audience = { role: "member", members: 2 };
      made.addRoom("r", "group", "alice", "bob", "carol");
    });
    await go("#/room/r");
    await type("@here");
    expect(get("audienceHint").textContent).toBe("@here works in conversations of up to 2 people: here it is sent as text, and notifies nobody.");
  });

  it("mean the member who goes by that id, where there is one", async () => {
    const { server } = await page((made) => {
      made.audience = everybody;
      made.addRoom("r", "group", "alice", "bob", "all");
    });
    await go("#/room/r");
    await type("hello @all");
    expect(query("audienceHint")).toBeNull();
    await enter();
    expect(server.last.of("chat.send")).toEqual([expect.objectContaining({ mentions: ["all"] })]);
    expect(server.last.of("chat.send")[0]).not.toHaveProperty("audience");
  });

  it("are nothing in a conversation of two", async () => {
    const { server } = await page((made) => void (made.audience = everybody));
    await go("#/room/d");
    await type("hello @all");
    expect(query("audienceHint")).toBeNull();
    await enter();
    expect(server.last.of("chat.send")[0]).not.toHaveProperty("audience");
  });

  it("are marked in a message for those whom it reached", async () => {
    await page((made) => {
      made.post("r", "bob", "at noon, @all", true, { audience: "all", mentions: ["alice"] } as never);
      made.post("r", "bob", "anybody @here?", true, { audience: "here", mentions: [] } as never);
      made.post("r", "bob", "just @all");
    });
    await go("#/room/r");
    const marks = ["m1", "m2", "m3"].map((id) => message(id).querySelector(".mention"));
    expect(marks.map((mark) => [mark?.textContent, mark?.className])).toEqual([["@all", "mention me"], ["@here", "mention"], [undefined, undefined]]);
  });
});
