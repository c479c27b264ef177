using System.Globalization;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>
/// Finds out which calls stand in a room's log already, so that a call is recorded once however often it is told. An owner that lived before the
/// call began remembers; otherwise the log is read backwards to the time that the call's id carries: no event about it can be older.
/// </summary>
/// <param name="since">When the owner began to remember.</param>
internal sealed class RecordedCalls(DateTimeOffset since)
{
    // Ids that are remembered; over it, the oldest memory goes and the log is read instead.
    private const int MaxRemembered = 256;
    private const int Page = 200;

    // Clocks of nodes differ: a call's id may be made on another one than the event's time.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);
    private static readonly HashSet<CallId> None = [];

    private HashSet<CallId>? _known;
    private bool _forgot;

    /// <summary>The calls that are known to stand in the log.</summary>
    public IReadOnlySet<CallId> Known => _known ?? None;

    /// <summary>A call was recorded, or found.</summary>
    public void Add(CallId call)
    {
        if (_known is { Count: >= MaxRemembered })
        {
            _known.Clear();
            _forgot = true;
        }

        (_known ??= []).Add(call);
    }

    /// <summary>Whether the log has to be read to know about <paramref name="call"/>.</summary>
    public bool MustLookUp(CallId call) => !Known.Contains(call) && (_forgot || !(StartOf(call) > since + Skew));

    /// <summary>Which of <paramref name="calls"/> stand in the log.</summary>
    public static async Task<IReadOnlyList<CallId>> FindAsync(IRoomLog log, RoomId room, long head, IReadOnlyCollection<CallId> calls)
    {
        var found = new List<CallId>();
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
