using AkkaRealtime.Server.Tests.Support;
using Microsoft.Playwright;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>axe-core, which finds what keeps people from using a page.</summary>
internal static class Axe
{
    private const string Violations = """
        async () => {
          // Animations that are under way have colours of their own.
          await Promise.all(document.getAnimations().filter((a) => a.effect.getTiming().iterations === 1).map((a) => a.finished.catch(() => undefined)));
          const { violations } = await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
          const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html, any, all, none }) => `${id}: ${html.slice(0, 160)} ${[...any, ...all, ...none][0]?.message ?? ""}`));
          // What a picker or a menu lies over is as large as before when it closes.
          return found.filter((one) => !(one.startsWith("target-size") && one.includes("obscured")));
        }
        """;

    /// <summary>Fails with what it finds on the page as it is now.</summary>
    public static async Task FindsNothingAsync(IPage page, string state) => Assert.Equal("", string.Join('\n', await FindAsync(page, state)));

    /// <summary>What it finds on the page as it is now; each line begins with <paramref name="state"/>.</summary>
    public static async Task<IEnumerable<string>> FindAsync(IPage page, string state)
    {
        var source = Path.Combine(Repository.Root, "src", "web", "node_modules", "axe-core", "axe.min.js");
        if (await page.EvaluateAsync<bool>("() => !('axe' in window)"))
            await page.EvaluateAsync(await File.ReadAllTextAsync(source));
        var found = await page.EvaluateAsync<string[]>(Violations);
        return found.Select(one => $"{state}: {one}");
    }
}
