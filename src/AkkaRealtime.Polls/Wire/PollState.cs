using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Polls.Wire;

/// <summary><c>poll.state</c>, the reply to all requests about a poll.</summary>
public sealed record PollState(PollView Poll)
{
    /// <summary>The reply's type.</summary>
    public const string Type = "poll.state";
}

/// <summary>A poll as one member sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Room">The room that it is in.</param>
/// <param name="By">Who opened it.</param>
/// <param name="Question">What is asked.</param>
/// <param name="Options">What can be answered.</param>
/// <param name="Votes">How many chose each option.</param>
/// <param name="Mine">The option that the member chose; missing where they did not vote.</param>
/// <param name="Closed">Nobody can vote any more.</param>
public sealed record PollView(
    string Id, RoomId Room, UserId By, string Question, IReadOnlyList<string> Options, IReadOnlyList<int> Votes, int? Mine, bool Closed);

/// <summary>How polls look on the wire.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PollOpened))]
[JsonSerializable(typeof(PollVoted))]
[JsonSerializable(typeof(PollClosed))]
[JsonSerializable(typeof(PollState))]
[JsonSerializable(typeof(List<string>))]
internal sealed partial class PollJson : JsonSerializerContext;
