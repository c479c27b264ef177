using AkkaRealtime.Clustering;
using AkkaRealtime.Clustering.Owners;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Routing.Users.Status.Wire;

namespace AkkaRealtime.Routing.Users.Status;

/// <summary>
/// <c>status.set</c>, or <c>status.zone</c>, <c>status.quiet</c> or <c>status.skip-quiet</c>, which leave the choice as it is, on its way to the user's entity. The sender is the connection: it is told <c>status.ok</c> once the choice is stored, or an error.
/// </summary>
internal sealed record SetStatus(UserId User, string Name, StatusChoice? Choice, string? Ref, string? Zone = null) : IUserCommand, IAnswered
{
    /// <summary><c>status.quiet</c>; null: the hours stay as they are.</summary>
    public QuietChoice? Quiet { get; init; }

    /// <summary><c>status.skip-quiet</c>; null: nothing is said of that.</summary>
    public bool? SkipQuiet { get; init; }
}

/// <summary>When the user is not to be disturbed; null: never.</summary>
internal sealed record QuietChoice(QuietHours? Hours);

/// <summary><c>status.activity</c> on its way to the user's entity.</summary>
internal sealed record SetActivity(UserId User, SessionId Session, bool Idle, string? Zone = null) : IUserCommand
{
    /// <summary>Nobody can see the page.</summary>
    public bool Hidden { get; init; }
}

/// <summary>Does the user look at what happens, or may they not be disturbed? Answered with <see cref="Attention"/>.</summary>
internal sealed record AskAttention(UserId User) : IUserCommand;

/// <summary>The answer to <see cref="AskAttention"/>.</summary>
/// <param name="User">The user.</param>
/// <param name="IsHere">A connection of theirs is active, and its page can be seen.</param>
/// <param name="IsBusy">They chose to be busy, it is one of their quiet hours, or they are in a call.</param>
internal sealed record Attention(UserId User, bool IsHere, bool IsBusy) : ICrossesNodes;

/// <summary>A status router needs a user's status. Answered with <see cref="StatusAnswer"/>.</summary>
/// <param name="User">Whose.</param>
/// <param name="Token">Comes back in the answer.</param>
internal sealed record GetStatus(UserId User, long Token) : IUserCommand;

/// <summary>The answer to <see cref="GetStatus"/>.</summary>
internal sealed record StatusAnswer(long Token, StatusReport Report) : ICrossesNodes;
