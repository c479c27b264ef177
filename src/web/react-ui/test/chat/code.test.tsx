import { render, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { CodeBlock } from "../../src/chat/message/CodeBlock.tsx";

const codeOf = (container: HTMLElement) => container.querySelector("code");

describe("a block of code", () => {
  it("is the text at once, and has its colours when they are there", async () => {
    const code = 'const greeting = "<b>hi</b>";';
    const { container } = render(<CodeBlock text={code} language="ts" />);
    expect(codeOf(container)?.innerHTML).toBe("const greeting = \"&lt;b&gt;hi&lt;/b&gt;\";");
    await waitFor(() => expect(container.querySelector(".code-keyword")?.textContent).toBe("const"));
    expect(container.querySelector(".code-string")?.textContent).toBe('"<b>hi</b>"');
    expect(codeOf(container)?.textContent).toBe(code);
  });

  it("never shows the colours of what it said before", async () => {
    const { container, rerender } = render(<CodeBlock text="const a = 1" language="ts" />);
    await waitFor(() => expect(container.querySelector(".code-keyword")).not.toBeNull());
    rerender(<CodeBlock text="edited" language="ts" />);
    expect(codeOf(container)?.innerHTML).toBe("edited");
  });

  it("stays the text where nobody said in what language it is", () => {
    const { container } = render(<CodeBlock text="const a = 1" language="" />);
    expect(container.querySelector(".code-language")).toBeNull();
    expect(codeOf(container)?.innerHTML).toBe("const a = 1");
  });
});
