using System.Globalization;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>
/// Finds out which calls a room's log already holds, so that a call is recorded once however often it is told. The owner remembers those it has
/// seen; about a call that it may have forgotten, or that began before the owner did, it reads the log, backwards to the time that the call's id
/// carries: no event about the call can be older.
/// </summary>
/// <param name="since">When the owner began to remember.</param>
internal sealed class RecordedCalls(DateTimeOffset since)
{
    // Beyond it, the oldest memory goes: that call is looked up in the log if it is told once more.
    private const int MaxRemembered = 256;
    private const int Page = 200;

    // Clocks of nodes differ: a call's id may be made on another one than the event's time.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private readonly HashSet<CallId> _known = [];
    private readonly Queue<CallId> _inOrder = new();

    // Of calls that began later, everything that was recorded is known.
    private DateTimeOffset _knowsSince = since + Skew;

    /// <summary>Whether the log is known to hold <paramref name="call"/>.</summary>
    public bool IsKnown(CallId call) => _known.Contains(call);

    /// <summary>A call was recorded, or found.</summary>
    public void Add(CallId call)
    {
        if (!_known.Add(call))
            return;
        _inOrder.Enqueue(call);
        if (_inOrder.Count <= MaxRemembered)
            return;
        var forgotten = _inOrder.Dequeue();
        _known.Remove(forgotten);
        if (StartOf(forgotten) > _knowsSince)
            _knowsSince = StartOf(forgotten)!.Value;
    }

    /// <summary>Whether the log has to be read to know about <paramref name="call"/>.</summary>
    public bool MustLookUp(CallId call) => !IsKnown(call) && !(StartOf(call) > _knowsSince);

    /// <summary>Which of <paramref name="calls"/> stand in the log.</summary>
    public static async Task<IReadOnlySet<CallId>> FindAsync(IRoomLog log, RoomId room, long head, IReadOnlyCollection<CallId> calls)
    {
        var found = new HashSet<CallId>();
        var oldest = calls.Min(c => StartOf(c) ?? DateTimeOffset.UnixEpoch) - Skew;
        for (var upTo = head; upTo > 0; upTo = Math.Max(0, upTo - Page))
        {
            var events = await log.EventsAsync(room, Math.Max(0, upTo - Page), upTo, Page, CancellationToken.None).ConfigureAwait(false);
            DateTimeOffset? first = null;
            foreach (var stored in events)
            {
                if (RoomEventJson.TryDecode(stored.Envelope.Utf8) is not { } e)
                    continue;
                first ??= e.At;
                if (e is ChatCall call && calls.Contains(call.CallId))
                    found.Add(call.CallId);
            }

            if (found.Count == calls.Count || (first is { } at && at < oldest))
                break;
        }

        return found;
    }

    // A call's id is its room, a dot, and a UUIDv7, whose first 48 bits are Unix milliseconds (RFC 9562 §5.7).
    private static DateTimeOffset? StartOf(CallId call)
    {
        var dot = call.Value.LastIndexOf('.');
        var uuid = call.Value.AsSpan(dot + 1);
        return dot > 0 && uuid.Length == 32 && long.TryParse(uuid[..12], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var ms)
            ? DateTimeOffset.FromUnixTimeMilliseconds(ms)
            : null;
    }
}
