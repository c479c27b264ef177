using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls.Rules;

/// <summary>A user for whom the call rang, or should have.</summary>
/// <param name="User">The user.</param>
/// <param name="State">Whether it rings, and what came of it.</param>
/// <param name="From">Who invited them.</param>
/// <param name="FromName">The name of that user.</param>
/// <param name="ExpiresAt">When ringing ends.</param>
/// <param name="Heard">It rang at one of their devices, and the caller knows.</param>
internal sealed record Callee(
    UserId User,
    //// What the store holds was written under this name.
    [property: JsonPropertyName("fate")] CalleeState State,
    UserId From,
    string FromName,
    DateTimeOffset ExpiresAt,
    bool Heard = false)
{
    /// <summary>They have blocked who called: nothing rings, and nobody is told of it but by the call going on, as if they were offline.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Quiet { get; init; }
}

/// <summary>What came of ringing.</summary>
internal enum CalleeState
{
    /// <summary>It rings.</summary>
    Ringing,

    /// <summary>Joined.</summary>
    Answered,

    /// <summary>Declined.</summary>
    Declined,

    /// <summary>Was busy: a missed call.</summary>
    Busy,

    /// <summary>Did nothing until it was over: a missed call.</summary>
    Missed,

    /// <summary>Lost the membership of the room while it rang.</summary>
    Removed,
}
