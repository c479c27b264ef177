using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using AkkaRealtime.Benchmarks.Peers;

namespace AkkaRealtime.Benchmarks.Abuse;

/// <summary>The server as an attack sees it, and how often it got what.</summary>
internal sealed class AbuseTarget(AkkaRealtimePeer peer, int hostile, int turn)
{
    // Users of the attacks begin here, and those of each turn are others; the good ones and those who spoke before have lower numbers.
    private readonly int _firstUser = 1_000_000 * turn;

    private int _keys;
    private readonly ConcurrentDictionary<string, int> _outcomes = new();

    /// <summary>Where this turn's attack comes from: one address, which is not the good users'.</summary>
    public IPAddress HostileAddress { get; } = new([127, 0, 66, (byte)turn]);

    /// <summary>Where the server listens.</summary>
    public IPEndPoint Server => peer.Address;

    /// <summary>How many do it side by side.</summary>
    public int Hostile => hostile;

    /// <summary>What came of it, as far as the attackers saw it.</summary>
    public IReadOnlyDictionary<string, int> Outcomes => _outcomes;

    /// <summary>The token of a hostile user.</summary>
    public string TokenOf(int user) => peer.TokenOf(_firstUser + user)!;

    /// <summary>The name of a hostile user.</summary>
    public string UserOf(int user) => AkkaRealtimePeer.UserOf(_firstUser + user);

    /// <summary>A key that nobody had before.</summary>
    public string NextKey() => $"hostile-{Interlocked.Increment(ref _keys)}";

    /// <summary>Counts what somebody got.</summary>
    public void Count(string outcome) => _outcomes.AddOrUpdate(outcome, 1, (_, count) => count + 1);

    /// <summary>Does something over and over until time is up, <see cref="Hostile"/> times side by side; whoever is cut begins anew.</summary>
    public Task RepeatAsync(Func<int, CancellationToken, Task> act, CancellationToken over) => Task.WhenAll(Enumerable.Range(0, Hostile).Select(i => Task.Run(async () =>
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                await act(i, over);
            }
            catch (SocketException)
            {
                Count("cut");
                await Task.Delay(5, CancellationToken.None); // Sockets are few: whoever is cut takes a breath.
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }, CancellationToken.None)));
}
