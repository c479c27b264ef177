using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Status.Wire;

namespace AkkaRealtime.Routing.Users.Status.Router;

/// <summary>
/// Which connections of a node watch which users, what is known of these, and what each connection must still be told. Changes of a connection's users
/// become one <c>status.changed</c> a second at most: the first goes out at once, of the rest the last state wins. Bounded by the lists that
/// connections subscribe to. Has no clock.
/// </summary>
/// <typeparam name="TWatcher">A connection.</typeparam>
internal sealed class StatusWatchers<TWatcher>
    where TWatcher : class
{
    /// <summary>Between two frames to one connection.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<TWatcher, StatusWatch<TWatcher>> _watches = [];
    private readonly Dictionary<UserId, HashSet<StatusWatch<TWatcher>>> _viewers = [];
    private readonly Dictionary<UserId, WatchedUser<TWatcher>> _users = [];
    private readonly HashSet<StatusWatch<TWatcher>> _waiting = [];

    /// <summary>Whether a connection has to be told something later.</summary>
    public bool HasWaiting => _waiting.Count > 0;

    /// <summary>Users who watch others here.</summary>
    public IReadOnlyCollection<UserId> Viewers => _viewers.Keys;

    /// <summary>
    /// Replaces a connection's list. It is told nothing until <see cref="Ready"/>. Adds to <paramref name="begun"/> the users
    /// that nobody here watched before, and to <paramref name="ended"/> those that nobody here watches any more.
    /// </summary>
    public void Replace(TWatcher watcher, UserId viewer, IReadOnlyCollection<UserId> users, List<UserId> begun, List<UserId> ended)
    {
        if (users.Count == 0)
        {
            Remove(watcher, ended);
            return;
        }

        if (!_watches.TryGetValue(watcher, out var watch))
        {
            _watches.Add(watcher, watch = new StatusWatch<TWatcher>(watcher, viewer));
            if (!_viewers.TryGetValue(viewer, out var watches))
                _viewers.Add(viewer, watches = []);
            watches.Add(watch);
        }

        var wanted = users.ToHashSet();
        foreach (var user in watch.Users.Where(u => !wanted.Contains(u)).ToList())
            Forget(watch, user, ended);
        foreach (var user in wanted)
        {
            if (!watch.Users.Add(user))
                continue;
            if (!_users.TryGetValue(user, out var watched))
            {
                _users.Add(user, watched = new WatchedUser<TWatcher>());
                begun.Add(user);
            }

            watched.Watches.Add(watch);
        }

        watch.IsReady = false;
        watch.Revoked.ExceptWith(wanted);
        _waiting.Remove(watch);
    }

    /// <summary>The connection is gone, or watches nobody; adds to <paramref name="ended"/> the users that nobody here watches any more.</summary>
    public void Remove(TWatcher watcher, List<UserId> ended)
    {
        if (!_watches.Remove(watcher, out var watch))
            return;
        _waiting.Remove(watch);
        var watches = _viewers[watch.Viewer];
        watches.Remove(watch);
        if (watches.Count == 0)
            _viewers.Remove(watch.Viewer);
        foreach (var user in watch.Users.ToList())
            Forget(watch, user, ended);
    }

    /// <summary>Who watches <paramref name="user"/> here, and whom they watch: what may no longer be allowed after they left a room.</summary>
    public IReadOnlySet<UserId> RelatedTo(UserId user)
    {
        var related = new HashSet<UserId>();
        if (_users.TryGetValue(user, out var watched))
            related.UnionWith(watched.Watches.Select(w => w.Viewer));
        if (_viewers.TryGetValue(user, out var watches))
        {
            foreach (var watch in watches)
                related.UnionWith(watch.Users);
        }

        related.Remove(user);
        return related;
    }

    /// <summary>
    /// <paramref name="viewer"/> may not see <paramref name="user"/> any more: their connections, where <paramref name="counts"/> says so, are told that
    /// the user is offline, and nothing after it. Adds the user to <paramref name="ended"/> where nobody here watches them any more.
    /// </summary>
    public void Revoke(UserId viewer, UserId user, Predicate<TWatcher> counts, List<UserId> ended)
    {
        if (!_viewers.TryGetValue(viewer, out var watches))
            return;
        foreach (var watch in watches)
        {
            if (!watch.Users.Contains(user) || !counts(watch.Watcher))
                continue;
            Forget(watch, user, ended);
            watch.Revoked.Add(user);
            if (watch.IsReady)
                _waiting.Add(watch);
        }
    }

    /// <summary>What is known of a user, if anybody here watches them and they reported.</summary>
    public StatusReport? Find(UserId user) => _users.GetValueOrDefault(user)?.Last;

    /// <summary>A user's report: whoever sees a difference has to be told. An older one than is known, or the same, changes nothing.</summary>
    public void Report(StatusReport report)
    {
        if (!_users.TryGetValue(report.Seen.User, out var watched))
            return;
        var before = watched.Last;
        if (before is not null && before.Version >= report.Version)
            return;
        watched.Last = report;
        foreach (var watch in watched.Watches)
        {
            if (before is not null && before.For(watch.Viewer) == report.For(watch.Viewer))
                continue;
            watch.Dirty.Add(report.Seen.User);
            if (watch.IsReady)
                _waiting.Add(watch);
        }
    }

    /// <summary>The connection has just been told, by a snapshot, all that is known of <paramref name="told"/>.</summary>
    public void Ready(TWatcher watcher, IReadOnlyCollection<UserId> told)
    {
        if (!_watches.TryGetValue(watcher, out var watch))
            return;
        watch.IsReady = true;
        watch.Dirty.ExceptWith(told);
        if (watch.HasNews)
            _waiting.Add(watch);
    }

    /// <summary>Hands out what may be told at <paramref name="now"/>.</summary>
    public void Flush(DateTimeOffset now, Action<TWatcher, StatusChanged> tell)
    {
        foreach (var watch in _waiting)
        {
            if (watch.NextAt > now)
                continue;
            _waiting.Remove(watch);
            watch.NextAt = now + Interval;
            var views = new List<StatusView>(watch.Dirty.Count + watch.Revoked.Count);
            foreach (var user in watch.Dirty)
                views.Add(_users[user].Last!.For(watch.Viewer));
            IReadOnlyList<UserId>? revoked = watch.Revoked.Count > 0 ? [.. watch.Revoked] : null;
            foreach (var user in watch.Revoked)
                views.Add(new StatusView(user, StatusNames.Offline));
            watch.Dirty.Clear();
            watch.Revoked.Clear();
            tell(watch.Watcher, new StatusChanged(views, revoked));
        }
    }

    private void Forget(StatusWatch<TWatcher> watch, UserId user, List<UserId> ended)
    {
        watch.Users.Remove(user);
        watch.Dirty.Remove(user);
        var watched = _users[user];
        watched.Watches.Remove(watch);
        if (watched.Watches.Count > 0)
            return;
        _users.Remove(user);
        ended.Add(user);
    }
}
