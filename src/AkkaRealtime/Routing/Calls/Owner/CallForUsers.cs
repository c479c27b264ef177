using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Users.Ringing;

namespace AkkaRealtime.Routing.Calls.Owner;

/// <summary>A call as users' entities are told of it. Encoded when it is first needed, and once for all who are told the same.</summary>
internal sealed class CallForUsers(Call call)
{
    private CallView? _view;
    private UserCall? _asItIs;
    private RingUser? _lastRing;
    private UserId _lastFrom;

    /// <summary>What clients may see of the call.</summary>
    public CallView View => _view ??= call.View();

    private UserCall AsItIs => _asItIs ??= Of(call, View);

    /// <summary>A call as the store knows it, for an entity that starts.</summary>
    public static UserCall Of(Call call) => Of(call, call.View());

    /// <summary>The user is in it.</summary>
    public ReserveUser Reserve(UserId user) => new(user, AsItIs);

    /// <summary>The user wants in.</summary>
    public EnterCall Enter(UserId user) => new(user, AsItIs);

    /// <summary>It rings for the callee, until their ringing ends.</summary>
    public RingUser Ring(Callee callee)
    {
        if (_lastRing is { } last && last.ExpiresAt == callee.ExpiresAt && _lastFrom == callee.From)
            return last with { User = callee.User };
        var rung = View with { ExpiresAt = callee.ExpiresAt };
        var incoming = CallEnvelopes.Incoming(new CallIncoming(rung, callee.From.Value, callee.ExpiresAt));
        _lastFrom = callee.From;
        return _lastRing = new RingUser(callee.User, Of(call, rung), incoming, callee.ExpiresAt);
    }

    private static UserCall Of(Call call, CallView view) =>
        new(call.Id, call.State, call.StartedAt, EncodedJson.Of(view, CallJson.Default.CallView));
}
