using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Users.Status.Router;

/// <summary>A <c>status.get</c> or <c>status.subscribe</c> on its way through a router: rights first, then everybody's report.</summary>
/// <typeparam name="TAsker">A connection.</typeparam>
internal sealed class StatusQuery<TAsker>(long number, TAsker asker, UserId viewer, string? @ref, IReadOnlyList<UserId> users, bool subscribes)
{
    private readonly Dictionary<UserId, StatusReport> _reports = [];
    private readonly HashSet<UserId> _refused = [];

    /// <summary>Grows with every query: of two subscriptions of one connection, the one with the higher number counts.</summary>
    public long Number { get; } = number;

    /// <summary>Who gets the snapshot.</summary>
    public TAsker Asker { get; } = asker;

    /// <summary>The user who asks.</summary>
    public UserId Viewer { get; } = viewer;

    /// <summary>The request's <c>ref</c>, for the reply.</summary>
    public string? Ref { get; } = @ref;

    /// <summary>Whom it is about, each once, in the order of the request; from <see cref="Restrict"/> on without those whom the asker may not see.</summary>
    public IReadOnlyList<UserId> Users { get; private set; } = [.. users.Distinct()];

    /// <summary>Whom the asker may not see, in the order of the request.</summary>
    public IReadOnlyList<UserId> Refused { get; private set; } = [];

    /// <summary>Whether changes are wanted as well.</summary>
    public bool Subscribes { get; } = subscribes;

    /// <summary>When it is answered with what there is.</summary>
    public DateTimeOffset Deadline { get; set; } = DateTimeOffset.MaxValue;

    /// <summary>Whether the store is being asked who may see whom.</summary>
    public bool IsAskingRights { get; set; }

    /// <summary>Somebody whom it concerns has left a room, or blocked somebody, since the store was asked who may see whom: it is asked again.</summary>
    public bool IsStale { get; set; }

    /// <summary>Whether everybody has reported.</summary>
    public bool IsComplete => _reports.Count == Users.Count;

    /// <summary>Users whose status needs a right: all but the asker's own.</summary>
    public IReadOnlyList<UserId> Others() => [.. Users.Where(u => u != Viewer)];

    /// <summary>Whether a room that <paramref name="user"/> left may have been what it is allowed by.</summary>
    public bool Concerns(UserId user) => Viewer == user || Users.Contains(user);

    /// <summary>The asker may not see these users. False where that leaves nobody to tell of.</summary>
    public bool Restrict(IReadOnlyCollection<UserId> forbidden)
    {
        if (forbidden.Count == 0)
            return true;
        Refused = [.. Refused, .. Users.Where(forbidden.Contains)];
        Users = [.. Users.Where(u => !forbidden.Contains(u))];
        foreach (var user in Refused)
        {
            _refused.Add(user);
            _reports.Remove(user);
        }

        return Users.Count > 0;
    }

    /// <summary>A user reported. Only of users that were asked for; of several reports of a user the latest counts.</summary>
    public void Add(StatusReport report)
    {
        var user = report.Seen.User;
        if (_refused.Contains(user))
            return;
        if (!_reports.TryGetValue(user, out var known) || known.Version < report.Version)
            _reports[user] = report;
    }

    /// <summary>What is known, in the order of the request; who did not report in time is left out.</summary>
    public IReadOnlyList<StatusReport> Reports() => [.. Users.Where(_reports.ContainsKey).Select(u => _reports[u])];
}
