using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Users.Ringing;

/// <summary>
/// Where live calls are kept, and their owners are reached. A user's entity that starts asks once, so that a call goes on for its participants although all
/// its nodes were restarted. Implemented by the domain of calls.
/// </summary>
internal interface ILiveCalls
{
    /// <summary>
    /// The calls that, by what was kept of them, ring for <paramref name="user"/> or that they are in; of the user's latest
    /// <paramref name="limit"/> ones. Wakes the owners of all that were kept as live, which then tell the entity how the calls stand.
    /// </summary>
    /// <exception cref="Storage.StoreUnavailableException">The store can't be reached.</exception>
    Task<IReadOnlyList<ResumedCall>> ResumeAsync(UserId user, int limit, CancellationToken cancel);

    /// <summary>
    /// The user has got busy while the call rang for them: tells its owner, as <see cref="RingAnswer"/> would have if it began to ring now. At most once;
    /// where that is lost, the owner hears it when it next renews the ring.
    /// </summary>
    void StopRinging(UserId user, CallId call, RingOutcome outcome);

    /// <summary>
    /// Nothing has been heard of a call for a while, or its node may be gone: whoever owns it now goes on with it, or has the user let go where there is none. At most once.
    /// </summary>
    void Wake(UserId user, CallId call);

    /// <summary>What devices are told of a call that can't be reached any more.</summary>
    EncodedEnvelope Lapsed(CallId call);

    /// <summary>An administrator has ended the user's sessions: tells the call's owner that they are out of it, and that it rings for them no more. At most once.</summary>
    void SignOut(UserId user, CallId call);
}

/// <summary>A call that goes on after a restart.</summary>
/// <param name="Call">The call.</param>
/// <param name="RingsUntil">It rings for the user until then; null where they are in it.</param>
internal sealed record ResumedCall(UserCall Call, DateTimeOffset? RingsUntil);
