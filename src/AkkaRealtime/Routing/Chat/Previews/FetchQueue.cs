namespace AkkaRealtime.Routing.Chat.Previews;

/// <summary>
/// How many links are looked at at a time: so many of a node, fewer of one host, so that a slow one keeps no other waiting. Whose turn it is not waits, in order; of those who
/// wait there are so many at most, and who is over is turned away.
/// </summary>
internal sealed class FetchQueue(int most, int mostOfAHost, int mostWaiting)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(string Host, TaskCompletionSource<bool> Turn)> _waiting = [];
    private readonly Dictionary<string, int> _running = [];
    private int _all;

    /// <summary>How many wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
                return _waiting.Count;
        }
    }

    /// <summary>True when it is the caller's turn, which is to call <see cref="Leave"/> then; false where too many wait.</summary>
    public Task<bool> EnterAsync(string host)
    {
        lock (_lock)
        {
            if (MayRun(host))
            {
                Run(host);
                return Task.FromResult(true);
            }

            if (_waiting.Count >= mostWaiting)
                return Task.FromResult(false);
            var turn = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.AddLast((host, turn));
            return turn.Task;
        }
    }

    /// <summary>The caller is done.</summary>
    public void Leave(string host)
    {
        lock (_lock)
        {
            _all--;
            if (--_running[host] == 0)
                _running.Remove(host);
            for (var node = _waiting.First; node is not null; node = node.Next)
            {
                if (!MayRun(node.Value.Host))
                    continue;
                Run(node.Value.Host);
                _waiting.Remove(node);
                node.Value.Turn.SetResult(true);
                return;
            }
        }
    }

    private bool MayRun(string host) => _all < most && _running.GetValueOrDefault(host) < mostOfAHost;

    private void Run(string host)
    {
        _all++;
        _running[host] = _running.GetValueOrDefault(host) + 1;
    }
}
