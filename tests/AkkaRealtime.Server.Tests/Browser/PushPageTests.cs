using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using AkkaRealtime.Server.Tests.Protocol;
using AkkaRealtime.Server.Tests.Support;
using AkkaRealtime.Tests.Push;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>What the service worker does with a push. The browser's own push service is the one part that is not there: what the server has pushed is handed to the worker as that would.</summary>
[Collection(nameof(ChatBrowser))]
public sealed class PushPageTests(PushServer fixture) : IClassFixture<PushServer>
{
    [SkippableFact]
    public async Task Whoever_has_closed_the_page_is_shown_what_is_pushed_and_comes_to_it_by_a_click()
    {
        // The smaller one refuses notifications, whoever allows them.
        var (playwright, browser) = await Chromium.LaunchAsync(Need.Chromium());
        using var driver = playwright;
        await using var running = browser;
        var device = fixture.Service.Subscribe();
        await using var alice = await Person.SignInAsync(browser, fixture.Server, "Alice", camera: Subscribed(device));
        await alice.Context.GrantPermissionsAsync(["notifications"]);
        await alice.Page.ReloadAsync();
        await alice.UntilConnectedAsync();
        await alice.On("user-status").ClickAsync();
        await alice.On("push-item").ClickAsync();
        await Expect(alice.On("push-item")).ToHaveAttributeAsync("aria-checked", "true");
        var worker = await ServiceWorker.OfAsync(browser, fixture.Server.Url);
        var (session, registration) = await RegistrationAsync(alice);

        await using var bob = await RawClient.NewAsync(fixture.Server, "Bob");
        var room = (await bob.RequestAsync("chat.direct", new { user = alice.Id })).Data.GetProperty("room").GetProperty("id").GetString()!;
        await alice.Page.GotoAsync("about:blank");
        await GoneAsync(bob, alice.Id);
        var message = await bob.RequestAsync("chat.send", new { room, key = "k1", text = "are you **there**?" });
        var pushed = await device.NextAsync();
        await DeliverAsync(session, registration, pushed.Text);

        var notice = await ShownAsync(worker, "room-");
        Assert.Equal("Bob: are you there?", notice.Text);

        // A call, and its end in the same place.
        var call = CallTalk.IdOf(await bob.RequestAsync("call.start", new { room, media = "audio", key = "c1" }));
        await DeliverAsync(session, registration, (await device.NextAsync()).Text);
        var ring = await ShownAsync(worker, "call-");
        Assert.Equal("Bob is calling: Incoming voice call", ring.Text);
        await bob.RequestAsync("call.cancel", new { callId = call });
        await DeliverAsync(session, registration, (await device.NextAsync()).Text);
        var missed = await ShownAsync(worker, "call-", "Missed");
        Assert.Equal(("Missed call from Bob: Missed voice call", ring.Tag), (missed.Text, missed.Tag));

        // In view, the page shows it by itself; a click on the notification leads to the message. The browser has taken it away by itself maybe, after some seconds.
        await alice.Page.GotoAsync(fixture.Server.Url.ToString());
        await alice.UntilConnectedAsync();
        await worker.EvaluateAsync($$"""
            (async () => {
              await registration.showNotification("Bob", { tag: "room-again", data: {{notice.Data}} });
              const [notification] = await registration.getNotifications({ tag: "room-again" });
              dispatchEvent(new NotificationEvent("notificationclick", { notification }));
            })()
            """);
        await Expect(alice.Page).ToHaveURLAsync(new Regex($"#/room/{room}"));
        await Expect(alice.Message("are you there?")).ToHaveCountAsync(1);
        Assert.NotNull(message["id"]);
    }

    // The server knows that they have left.
    private static async Task GoneAsync(RawClient bob, string user)
    {
        var now = await bob.RequestAsync("status.subscribe", new { users = new[] { user } });
        if (!now.Text.Contains("offline", StringComparison.Ordinal))
            await bob.WaitForAsync("status.changed", e => e.Text.Contains("offline", StringComparison.Ordinal));
    }

    // What PushManager would get of the browser's push service.
    private static string Subscribed(TestSubscriber device) => $$"""
        (() => {
          const json = {{JsonSerializer.Serialize(new { endpoint = device.Endpoint, keys = new { p256dh = device.P256dh, auth = device.AuthText } })}};
          let subscription = null;
          PushManager.prototype.getSubscription = async () => subscription;
          PushManager.prototype.subscribe = async ({ applicationServerKey }) => (subscription = {
            options: { applicationServerKey: Uint8Array.from(atob(applicationServerKey.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0)).buffer },
            toJSON: () => json,
            unsubscribe: async () => { subscription = null; return true; },
          });
        })();
        """;

    private static async Task<(ICDPSession Session, string Registration)> RegistrationAsync(Person person)
    {
        var session = await person.Context.NewCDPSessionAsync(person.Page);
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        session.Event("ServiceWorker.workerRegistrationUpdated").OnEvent += (_, e) =>
        {
            foreach (var registration in e!.Value.GetProperty("registrations").EnumerateArray())
                found.TrySetResult(registration.GetProperty("registrationId").GetString()!);
        };
        await session.SendAsync("ServiceWorker.enable");
        return (session, await found.Task.WaitAsync(TimeSpan.FromMinutes(2)));
    }

    private Task<JsonElement?> DeliverAsync(ICDPSession session, string registration, string text) => session.SendAsync(
        "ServiceWorker.deliverPushMessage",
        new() { ["origin"] = fixture.Server.Url.GetLeftPart(UriPartial.Authority), ["registrationId"] = registration, ["data"] = text });

    // What was last shown under a tag of a kind: where it is shown, what a click on it tells, and what it says.
    private static async Task<(string Tag, string Text, string Data)> ShownAsync(ServiceWorker worker, string kind, string with = "")
    {
        var shown = await worker.EvaluateAsync($$"""
            (async () => {
              for (;;) {
                const last = notices.findLast(({ tag, title }) => tag.startsWith("{{kind}}") && title.includes("{{with}}"));
                if (last) return [last.tag, `${last.title}: ${last.body}`, JSON.stringify(last.data)];
                await new Promise((done) => setTimeout(done, 20));
              }
            })()
            """);
        return (shown[0].GetString()!, shown[1].GetString()!, shown[2].GetString()!);
    }

    /// <summary>The page's service worker, which Playwright has no name for in .NET: over the DevTools protocol, in messages within messages.</summary>
    private sealed class ServiceWorker
    {
        private readonly ICDPSession _browser;
        private readonly string _session;
        private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _asked = new();
        private int _last;

        private ServiceWorker(ICDPSession browser, string session)
        {
            (_browser, _session) = (browser, session);
            browser.Event("Target.receivedMessageFromTarget").OnEvent += (_, e) =>
            {
                var answer = JsonElement.Parse(e!.Value.GetProperty("message").GetString()!);
                if (e.Value.GetProperty("sessionId").GetString() == _session && answer.TryGetProperty("id", out var id) && _asked.TryRemove(id.GetInt32(), out var asked))
                    asked.TrySetResult(answer);
            };
        }

        public static async Task<ServiceWorker> OfAsync(IBrowser browser, Uri server)
        {
            var session = await browser.NewBrowserCDPSessionAsync();
            var targets = (await session.SendAsync("Target.getTargets"))!.Value.GetProperty("targetInfos").EnumerateArray();
            var worker = targets.Single(t => t.GetProperty("type").GetString() == "service_worker" && t.GetProperty("url").GetString()!.StartsWith(server.ToString(), StringComparison.Ordinal));
            var attached = await session.SendAsync("Target.attachToTarget", new() { ["targetId"] = worker.GetProperty("targetId").GetString()!, ["flatten"] = false });
            var made = new ServiceWorker(session, attached!.Value.GetProperty("sessionId").GetString()!);
            // Asked later, the browser may have taken a notification away already, as it does after some seconds.
            await made.EvaluateAsync("""
                self.notices = [];
                const show = ServiceWorkerRegistration.prototype.showNotification;
                ServiceWorkerRegistration.prototype.showNotification = async function (title, options) {
                  await show.call(this, title, options);
                  notices.push({ title, ...options });
                };
                null;
                """);
            return made;
        }

        public async Task<JsonElement> EvaluateAsync(string expression)
        {
            var id = Interlocked.Increment(ref _last);
            var asked = _asked[id] = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
            var message = JsonSerializer.Serialize(new { id, method = "Runtime.evaluate", @params = new { expression, awaitPromise = true, returnByValue = true } });
            await _browser.SendAsync("Target.sendMessageToTarget", new() { ["sessionId"] = _session, ["message"] = message });
            var result = (await asked.Task.WaitAsync(TimeSpan.FromMinutes(2))).GetProperty("result");
            Assert.False(result.TryGetProperty("exceptionDetails", out var fault), fault.ToString());
            return result.GetProperty("result").TryGetProperty("value", out var value) ? value.Clone() : default;
        }
    }
}
