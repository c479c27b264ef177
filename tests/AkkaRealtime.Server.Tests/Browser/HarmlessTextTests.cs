using AkkaRealtime.Server.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>Texts that run elsewhere, sent by somebody with a client of their own, shown by the real page from the real server with its headers.</summary>
[Collection(nameof(ChatBrowser))]
public sealed class HarmlessTextTests(Pages pages)
{
    private const string Alarm = """
        window.alarms = [];
        window.pwned = () => window.alarms.push("a script ran");
        for (const name of ["alert", "confirm", "prompt", "open"]) window[name] = () => window.alarms.push(name);
        document.addEventListener("securitypolicyviolation", (event) => window.alarms.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));
        """;

    // Every element and attribute of the drawn texts that a message has no business with.
    private const string Survivors = """
        () => {
          const tags = new Set(["P", "A", "SPAN", "STRONG", "EM", "S", "CODE", "PRE", "DIV", "UL", "OL", "LI", "BLOCKQUOTE", "BR", "BUTTON"]);
          const attributes = new Set(["class", "dir", "href", "target", "rel", "title", "start", "tabindex", "type", "aria-expanded", "data-testid"]);
          const found = [];
          for (const element of document.querySelectorAll("[data-testid=message-text] *, .quote *, .result *, .pin-item .message-text *")) {
            if (element.closest(".avatar, svg")) continue;
            if (!tags.has(element.tagName) && !["SMALL", "MARK", "TIME"].includes(element.tagName)) found.push(element.outerHTML.slice(0, 200));
            for (const { name, value } of element.attributes) {
              const isOurs = name === "datetime" || (name === "aria-label" && element.tagName === "BUTTON");
              if (!attributes.has(name) && !isOurs) found.push(`${name}=${value.slice(0, 100)}`);
            }
            if (element.tagName === "A" && !/^(https?|mailto):$/.test(element.protocol)) found.push(element.href);
            if (element.tagName === "A" && (element.rel !== "noopener noreferrer nofollow" || element.target !== "_blank")) found.push(`a link without its safeguards: ${element.href}`);
          }
          for (const script of document.scripts) if (!script.src.startsWith(location.origin)) found.push(`script ${script.outerHTML.slice(0, 100)}`);
          for (const element of document.querySelectorAll("iframe, object, embed, base, form[action], style, template, marquee")) found.push(element.outerHTML.slice(0, 100));
          return found;
        }
        """;

    [SkippableFact]
    public async Task No_text_runs_or_leaves_more_than_the_formatting()
    {
        var server = await pages.ServerAsync(Pages.NoRateLimits);
        await using var mallory = await RawClient.NewAsync(server, "Mallory");
        await using var bob = await Person.SignInAsync(await pages.BrowserAsync(), server, "Bob");
        var strangers = new List<string>();
        var dialogs = new List<string>();
        bob.Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(server.Url.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith(server.SocketUrl.ToString(), StringComparison.Ordinal))
                strangers.Add(request.Url);
        };
        bob.Page.Dialog += (_, dialog) =>
        {
            dialogs.Add(dialog.Message);
            _ = dialog.DismissAsync();
        };
        bob.Page.Popup += (_, page) => strangers.Add($"a window {page.Url}");
        await bob.Context.AddInitScriptAsync(Alarm);
        await bob.Page.ReloadAsync();
        await bob.UntilConnectedAsync();

        var room = (await mallory.RequestAsync("chat.direct", new { user = bob.Id })).Data.GetProperty("room").GetProperty("id").GetString()!;
        await bob.OpenFirstRoomAsync();
        var number = 0;
        foreach (var batch in HarmfulTexts.Scripts.Concat(HarmfulTexts.Odd).Chunk(6))
        {
            long last = 0;
            foreach (var text in batch)
                last = (await SendAsync(mallory, room, $"k{number++}", text)).Number("seq");
            // At the end the page stays at the end: what was just sent is drawn.
            await Expect(bob.Page.Locator($"[data-testid=message][data-seq='{last}']")).ToBeVisibleAsync();
            Assert.Empty(await bob.Page.EvaluateAsync<string[]>(Survivors));
            // What waits for the pointer, the focus or a click gets it.
            foreach (var element in await bob.Page.Locator("[data-testid=message-text] a").AllAsync())
                await element.DispatchEventAsync("mouseover");
        }

        Assert.True(number > 90, "the list has lost its texts");

        // The same texts as quote, search hit, pin, edit and reaction.
        var hit = await SendAsync(mallory, room, "again", "<img src=x onerror=pwned()> needle [x](javascript:pwned())");
        var id = hit["id"];
        await mallory.RequestAsync("chat.send", new { room, key = "quoting", text = "**quoting**", replyTo = id });
        await mallory.RequestAsync("chat.pin", new { room, id, on = true });
        await mallory.RequestAsync("chat.react", new { room, id, emoji = "<script>pwned()</script>", on = true });
        await mallory.RequestAsync("chat.edit", new { room, id, text = "<svg onload=pwned()> needle <iframe src=javascript:pwned()>" });
        await Expect(bob.On("message-quote").Last).ToContainTextAsync("<svg onload=pwned()>");
        await bob.On("pins-open").ClickAsync();
        await Expect(bob.On("pin-item")).ToContainTextAsync("<svg onload=pwned()>");
        await bob.On("search-open").ClickAsync();
        await bob.On("search-input").FillAsync("needle");
        await Expect(bob.On("search-hit")).ToContainTextAsync("<svg onload=pwned()>");
        Assert.Empty(await bob.Page.EvaluateAsync<string[]>(Survivors));

        // A name from the address bar is no more than a room that isn't there.
        await bob.Page.EvaluateAsync("() => { location.hash = '#/room/%3Cscript%3Epwned()%3C%2Fscript%3E/%E0%A4%A'; }");
        await Expect(bob.On("room")).ToHaveCountAsync(0);
        Assert.Empty(await bob.Page.EvaluateAsync<string[]>("() => window.alarms"));
        Assert.Empty(dialogs);
        Assert.Empty(strangers);
        Assert.DoesNotContain(bob.Console, line => line.StartsWith("page error", StringComparison.Ordinal) || line.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task The_policy_of_the_page_stops_what_would_slip_through()
    {
        await using var bob = await Person.SignInAsync(await pages.BrowserAsync(), await pages.ServerAsync(), "Bob");
        var ran = await bob.Page.EvaluateAsync<string[]>("""
            async () => {
              const ran = [];
              const stopped = new Promise((resolve) => {
                let count = 0;
                document.addEventListener("securitypolicyviolation", () => ++count === 5 && resolve());
              });
              window.pwned = (what) => ran.push(what);
              const inline = document.createElement("script");
              inline.textContent = "pwned('inline script')";
              document.body.append(inline);
              const box = document.createElement("div");
              box.innerHTML = "<img src='data:,x' onerror=\"pwned('handler')\"><iframe src=\"javascript:parent.pwned('frame')\"></iframe>";
              document.body.append(box);
              // In a task of its own: what the debugger evaluates is exempt.
              setTimeout(() => { try { new Function("pwned('eval')")(); } catch { /* As it should. */ } });
              const link = document.createElement("a");
              link.href = "javascript:pwned('link')";
              document.body.append(link);
              link.click();
              await stopped;
              return ran;
            }
            """);
        Assert.Empty(ran);
    }

    private static Task<Received> SendAsync(RawClient from, string room, string key, string text) => from.RequestAsync("chat.send", new { room, key, text });
}
