using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Store;

namespace AkkaRealtime.Routing.Calls;

/// <summary>A call as it is kept.</summary>
/// <param name="AliveAt">When its owner was alive last.</param>
/// <param name="Call">The call.</param>
internal sealed record SavedCall(DateTimeOffset AliveAt, Call Call);

/// <summary>What is kept of a call, for reading.</summary>
internal static class StoredCalls
{
    /// <summary>As the store keeps it.</summary>
    public static ReadOnlyMemory<byte> Encode(Call call, DateTimeOffset aliveAt) =>
        JsonSerializer.SerializeToUtf8Bytes(new SavedCall(aliveAt, call), SavedCallJson.Default.SavedCall);

    /// <summary>What was kept, or null where it is not readable: a call of another version is not gone on with.</summary>
    public static SavedCall? Decode(ReadOnlyMemory<byte> state)
    {
        try
        {
            return JsonSerializer.Deserialize(state.Span, SavedCallJson.Default.SavedCall);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// For a user's entity that starts anew: the call, if by what was kept it still rings for, or holds, <paramref name="user"/>.
    /// Its owner is then to be told <see cref="WakeCall"/>.
    /// </summary>
    public static CallView? LiveFor(StoredCall stored, UserId user, DateTimeOffset now)
    {
        if (Live(stored, now) is not { } call)
            return null;
        return call.SeatOf(user) is not null || (call.CalleeOf(user) is { Fate: CalleeFate.Ringing } callee && callee.ExpiresAt > now) ? call.View() : null;
    }

    /// <summary>The call, if by what was kept it goes on.</summary>
    public static Call? Live(StoredCall stored, DateTimeOffset now) =>
        stored.Live && Decode(stored.State) is { Call: { State: not CallState.Ended } call } saved && now - saved.AliveAt <= CallRules.Forgotten ? call : null;

    /// <summary>What is kept of an ended call with another name for <paramref name="user"/>; null where it doesn't have theirs.</summary>
    public static ReadOnlyMemory<byte>? Without(StoredCall stored, UserId user, string name)
    {
        if (Decode(stored.State) is not { Call: var call } saved)
            return null;
        var renamed = call with
        {
            HostName = call.Host == user ? name : call.HostName,
            Participants = [.. call.Participants.Select(p => p.User == user ? p with { Name = name } : p)],
            Callees = [.. call.Callees.Select(c => c.From == user ? c with { FromName = name } : c)],
        };
        var state = Encode(renamed, saved.AliveAt);
        return state.Span.SequenceEqual(stored.State.Span) ? null : state;
    }

    /// <summary>The entry of <c>call.history</c>, or null where it is not readable.</summary>
    public static CallHistoryEntry? Entry(StoredCall stored, UserId user)
    {
        if (Decode(stored.State)?.Call is not { } call)
            return null;
        var view = call.View();
        return new CallHistoryEntry(
            call.Id,
            call.Room,
            call.Starter,
            call.HostName,
            call.Media,
            view.State,
            view.Mode,
            call.StartedAt,
            call.EndedAt,
            call.DurationMs,
            call.Outcome,
            call.WasMissedBy(user),
            call.EverIn,
            [.. call.Callees.Select(c => c.User)],
            call.Starter == user ? "outgoing" : "incoming",
            stored.Unseen ? true : null);
    }
}

/// <summary>JSON of what is kept of a call.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(SavedCall))]
internal sealed partial class SavedCallJson : JsonSerializerContext;
