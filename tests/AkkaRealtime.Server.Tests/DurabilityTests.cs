using System.Collections.Concurrent;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests;

/// <summary>Nothing that was confirmed is lost or doubled, however the process ends.</summary>
public sealed class DurabilityTests
{
    private const int Kills = 20;
    private const int Senders = 4;

    [Fact]
    public async Task Kill_UnderLoad_LosesNothingThatWasConfirmed()
    {
        await using var server = await ServerProcess.StartAsync(new ServerSettings
        {
            Options = new Dictionary<string, string> { ["AkkaRealtime:Limits:RateLimiting"] = "false" },
        });
        var tokens = await Task.WhenAll(Enumerable.Range(0, Senders).Select(i => SignedIn.ByNameAsync(server.Url, $"sender{i}")));
        string room;
        await using (var owner = await RawClient.ConnectAsync(server.SocketUrl, tokens[0].Token))
        {
            var created = await owner.RequestAsync("chat.create", new { kind = "group", name = "Load", members = tokens.Skip(1).Select(t => t.User) });
            room = created.Data.GetProperty("room").GetProperty("id").GetString()!;
        }

        // By user and key: what chat.sent said. A key that was sent but not confirmed is sent again after the restart, as a client does.
        var confirmed = new ConcurrentDictionary<(string User, string Key), (long Seq, string Id)>();
        var unconfirmed = new ConcurrentDictionary<(string User, string Key), bool>();
        for (var kill = 0; kill < Kills; kill++)
        {
            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var left = Random.Shared.Next(20, 120);
            var sending = tokens.Select(token => SendUntilKilledAsync(server, token, room, kill, confirmed, unconfirmed, () =>
            {
                if (Interlocked.Decrement(ref left) == 0)
                    enough.SetResult();
            })).ToList();
            await enough.Task.WaitAsync(TimeSpan.FromSeconds(60));
            await server.KillAsync();
            await Task.WhenAll(sending);
            await server.StartAgainAsync();
        }

        await AssertHistoryAsync(server, tokens[0].Token, room, confirmed);
    }

    private static async Task SendUntilKilledAsync(
        ServerProcess server,
        SignedIn sender,
        string room,
        int run,
        ConcurrentDictionary<(string User, string Key), (long Seq, string Id)> confirmed,
        ConcurrentDictionary<(string User, string Key), bool> unconfirmed,
        Action onConfirmed)
    {
        try
        {
            await using var client = await RawClient.ConnectAsync(server.SocketUrl, sender.Token);
            var again = unconfirmed.Keys.Where(k => k.User == sender.User).Select(k => k.Key).ToList();
            for (var i = 0; ; i++)
            {
                var key = again.Count > i ? again[i] : $"{run}-{i}";
                unconfirmed[(sender.User, key)] = true;
                var sent = await client.RequestAsync("chat.send", new { room, key, text = $"{sender.User} {key}" });
                Assert.True(confirmed.TryAdd((sender.User, key), (sent.Number("seq"), sent["id"]!)), "A key was confirmed twice without being sent twice.");
                unconfirmed.TryRemove((sender.User, key), out _);
                onConfirmed();
            }
        }
        catch (Exception e) when (e is InvalidOperationException or System.Net.WebSockets.WebSocketException)
        {
            // Killed: what was on its way may or may not be stored.
        }
    }

    private static async Task AssertHistoryAsync(
        ServerProcess server, string token, string room, ConcurrentDictionary<(string User, string Key), (long Seq, string Id)> confirmed)
    {
        await using var reader = await RawClient.ConnectAsync(server.SocketUrl, token);
        var stored = new Dictionary<(string User, string Key), (long Seq, string Id)>();
        List<long> seqs = [];
        for (var more = true; more;)
        {
            var page = await reader.RequestAsync("chat.history", new { room, after = seqs.LastOrDefault(), limit = 200 });
            more = page.Data.GetProperty("more").GetBoolean();
            foreach (var message in page.Data.GetProperty("messages").EnumerateArray())
            {
                seqs.Add(message.GetProperty("seq").GetInt64());
                var key = (message.GetProperty("by").GetString()!, message.GetProperty("key").GetString()!);
                Assert.True(stored.TryAdd(key, (seqs[^1], message.GetProperty("id").GetString()!)), $"Twice: {message}");
            }
        }

        // Before the first message stands who became a member; after it there are messages alone.
        Assert.InRange(seqs[0], 2, Senders + 1);
        Assert.Equal(Enumerable.Range(0, seqs.Count).Select(i => seqs[0] + i), seqs);
        foreach (var (key, sent) in confirmed)
            Assert.Equal(sent, stored[key]);
        Assert.True(confirmed.Count > Kills * 20, $"Only {confirmed.Count} messages were confirmed.");
    }
}
