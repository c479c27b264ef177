using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Users.Ringing;

namespace AkkaRealtime.Routing.Calls.Store;

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
}

/// <summary>JSON of what is kept of a call.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(SavedCall))]
internal sealed partial class SavedCallJson : JsonSerializerContext;
