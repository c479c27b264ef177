using System.Collections.Concurrent;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;

namespace AkkaRealtime.Routing.Calls.Owner;

/// <summary>The calls that ring or go on whose owners live on this node, for its operator. Safe from any thread.</summary>
internal sealed class OngoingCalls
{
    private readonly ConcurrentDictionary<RoomId, Call> _calls = new();

    /// <summary>How many.</summary>
    public int Count => _calls.Count;

    /// <summary>They, in no order.</summary>
    public IEnumerable<Call> All => _calls.Values;

    /// <summary>A room's call as its owner has it now; null: it has none.</summary>
    public void Set(RoomId room, Call? call)
    {
        if (call is not null)
            _calls[room] = call;
        else
            _calls.TryRemove(room, out _);
    }
}
