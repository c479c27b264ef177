using System.Collections.Concurrent;
using System.Net.WebSockets;
using AkkaRealtime.Cluster.Tests.Nodes;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Cluster.Tests.Load;

/// <summary>
/// People on each node who ring somebody on the next one, and hang up, again and again. Whatever still rings after the last of them has hung up rings wrongly.
/// </summary>
internal sealed class RingWatch : IAsyncDisposable
{
    private const int RingMs = 300;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly CancellationTokenSource _over = new();
    private readonly List<Person> _callers = [];
    private readonly List<Person> _callees = [];
    private Task[] _ringing = [];
    private readonly ConcurrentDictionary<string, string> _ended = new();

    private RingWatch()
    {
    }

    /// <summary>Calls that were confirmed to be over.</summary>
    public int HungUp => _ended.Count;

    /// <summary>Has everybody come, and begins.</summary>
    public static async Task<RingWatch> StartAsync(IReadOnlyList<ClusterNode> nodes)
    {
        var watch = new RingWatch();
        for (var node = 0; node < nodes.Count; node++)
        {
            watch._callers.Add(await Person.ComeAsync(nodes, node, SignedIn.NewName($"caller{node}")));
            watch._callees.Add(await Person.ComeAsync(nodes, (node + 1) % nodes.Count, SignedIn.NewName($"callee{node}")));
        }

        watch._ringing = [.. watch._callers.Zip(watch._callees).Select(pair => Task.Run(() => watch.RingAsync(pair.First, pair.Second.User)))];
        return watch;
    }

    /// <summary>Ends it, and returns the calls that still ring when everything should have come to rest, and how they had ended.</summary>
    public async Task<IReadOnlyList<string>> EndAsync()
    {
        await _over.CancelAsync();
        await Task.WhenAll(_ringing);
        IReadOnlyList<string> left = [];
        try
        {
            await AnotherProcess.UntilAsync(() => (left = [.. _callees.SelectMany(RingingFor)]).Count == 0).WaitAsync(TimeSpan.FromSeconds(20));
        }
        catch (TimeoutException)
        {
            return left;
        }

        return [];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await Task.WhenAll(_ringing).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        foreach (var person in (Person[])[.. _callers, .. _callees])
            await person.DisposeAsync();
        _over.Dispose();
    }

    // As a client has it: session.ready has the whole list, then it is told of each.
    private IReadOnlyList<string> RingingFor(Person callee)
    {
        if (callee.Client is not { } client)
            return [$"{callee.User} is not connected"];
        var ringing = new HashSet<string>();
        foreach (var e in client.Seen)
        {
            if (e.Type == "session.ready")
                ringing = [.. e.Data.GetProperty("calls").EnumerateArray().Select(c => c.GetProperty("id").GetString()!)];
            else if (e.Type == "call.incoming")
                ringing.Add(e.Data.GetProperty("call").GetProperty("id").GetString()!);
            else if (e.Type is "call.missed" or "call.ended")
                ringing.Remove(e["callId"]!);
        }

        // Of a start that was never answered the caller doesn't know, and it rings for its time.
        return [.. ringing.Where(_ended.ContainsKey).Select(call => $"{call} {_ended[call]}")];
    }

    // Each call is hung up before the next: what was not confirmed is asked again, and a call that nobody knows any more is over.
    private async Task RingAsync(Person caller, string callee)
    {
        string? call = null;
        for (var n = 0; call is not null || !_over.IsCancellationRequested;)
        {
            try
            {
                if (caller.Client is not { } client)
                {
                    await AnotherProcess.PauseAsync(100, CancellationToken.None);
                }
                else if (call is null)
                {
                    var started = await client.RequestAsync("call.start", new { user = callee, media = "audio", key = $"k{n}" }).WaitAsync(Patience);
                    call = started.Data.GetProperty("call").GetProperty("id").GetString()!;
                    await AnotherProcess.PauseAsync(RingMs, CancellationToken.None);
                }
                else
                {
                    await client.RequestAsync("call.cancel", new { callId = call }).WaitAsync(Patience);
                    _ended[call] = "cancelled";
                    (call, n) = (null, n + 1);
                }
            }
            catch (RefusedException e) when (e.Code is "not-found" or "conflict" or "forbidden")
            {
                if (call is not null)
                    _ended[call] = $"cancel: {e.Code} {e.Error["message"]}";
                (call, n) = (null, n + 1);
            }
            catch (Exception e) when (e is RefusedException or InvalidOperationException or WebSocketException or TimeoutException)
            {
                await AnotherProcess.PauseAsync(200, CancellationToken.None);
            }
        }
    }
}
