using AkkaRealtime.Server.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>A call whose media goes through a real TURN server only.</summary>
[Collection(nameof(CallBrowser))]
public sealed class RelayedCallTests(Pages pages)
{
    // The kind of both ends of every pair of candidates that media takes: "relay/relay".
    private const string SelectedPairs = """
        async () => {
          // Frames may be seen a moment before the connection says that it is connected.
          for (let frame = 0; frame < 1_000; frame++) {
            const pairs = [];
            for (const pc of window.witness.peers) {
              if (pc.connectionState !== "connected") continue;
              const stats = await pc.getStats();
              for (const report of stats.values()) {
                if (report.type !== "transport" || !report.selectedCandidatePairId) continue;
                const pair = stats.get(report.selectedCandidatePairId);
                pairs.push(`${stats.get(pair.localCandidateId).candidateType}/${stats.get(pair.remoteCandidateId).candidateType}`);
              }
            }
            if (pairs.length > 0) return pairs;
            await new Promise(requestAnimationFrame);
          }
          return [];
        }
        """;

    [SkippableFact]
    public async Task A_call_goes_through_the_relay_where_the_operator_wants_nothing_else()
    {
        await using var coturn = await Coturn.StartAsync();
        var options = new Dictionary<string, string>(coturn.Options) { ["AkkaRealtime:Calls:IceTransportPolicy"] = "relay" };
        await using var server = await ServerProcess.StartAsync(new ServerSettings { Options = options });
        await using var scene = await pages.SceneAsync(server, "Alice", "Bob");
        var (alice, bob) = scene;
        await alice.OpenDirectAsync(bob);
        await bob.OpenFirstRoomAsync();
        await alice.On("start-video-call").ClickAsync();
        await bob.On("accept-video").ClickAsync();

        await alice.SeesVideoAsync();
        await bob.SeesVideoAsync();
        foreach (var person in scene.People)
            Assert.Equal(["relay/relay"], await person.Page.EvaluateAsync<string[]>(SelectedPairs));
        await alice.On("hang-up").ClickAsync();
        await Expect(bob.On("call")).ToHaveCountAsync(0);
    }
}
