using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Sessions;

namespace AkkaRealtime.Routing.Users.Ringing;

/// <summary>
/// The user is in this call, on whatever device: it stands in <c>session.ready</c>, shows as <c>inCall</c>, and makes other calls find the user busy.
/// Sent at every change of the call and every 20 s, as a lease of 60 s.
/// </summary>
internal sealed record ReserveUser(UserId User, UserCall Call) : IUserCommand;

/// <summary>The call no longer rings for the user, nor are they in it.</summary>
/// <param name="User">The user.</param>
/// <param name="Call">The call.</param>
/// <param name="Declined">It rang, and they have not missed it: they declined, or are out of its room.</param>
internal sealed record ReleaseUser(UserId User, CallId Call, bool Declined = false) : IUserCommand;

/// <summary>May the user enter the call (start, accept or join)? Where they may, they are reserved for it. Answered with <see cref="EnterCallAnswer"/>.</summary>
internal sealed record EnterCall(UserId User, UserCall Call) : IUserCommand;

/// <summary>The answer to <see cref="EnterCall"/>: false where the user is in another call.</summary>
internal sealed record EnterCallAnswer(CallId Call, UserId User, bool Allowed) : ICrossesNodes;
