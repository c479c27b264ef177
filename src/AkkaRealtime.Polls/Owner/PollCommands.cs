using System.Text.Json.Serialization;
using AkkaRealtime.Clustering.Owners;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Polls.Owner;

/// <summary>What the owner of a poll is told. The sender is the connection, which is told <c>poll.state</c> or an error.</summary>
public interface IPollCommand : IAnswered
{
    /// <summary>The poll.</summary>
    string Poll { get; }

    /// <summary>Who asks.</summary>
    UserId By { get; }
}

/// <summary>Open a poll under this new id.</summary>
public sealed record OpenPoll(string Poll, UserId By, string? Ref, RoomId Room, string Key, string Question, IReadOnlyList<string> Options) : IPollCommand;

/// <summary>Vote.</summary>
public sealed record Vote(string Poll, UserId By, string? Ref, int Option) : IPollCommand;

/// <summary>Close the poll.</summary>
public sealed record ClosePoll(string Poll, UserId By, string? Ref) : IPollCommand;

/// <summary>Show the poll.</summary>
public sealed record GetPoll(string Poll, UserId By, string? Ref) : IPollCommand;

/// <summary>Commands between nodes.</summary>
[JsonSourceGenerationOptions]
[JsonSerializable(typeof(OpenPoll))]
[JsonSerializable(typeof(Vote))]
[JsonSerializable(typeof(ClosePoll))]
[JsonSerializable(typeof(GetPoll))]
internal sealed partial class PollNodeJson : JsonSerializerContext;
