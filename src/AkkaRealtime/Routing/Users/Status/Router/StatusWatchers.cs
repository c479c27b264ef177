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

    private readonly Dictionary<TWatcher, Watch> _watches = [];
    private readonly Dictionary<UserId, Watched> _users = [];
    private readonly HashSet<Watch> _waiting = [];

    /// <summary>Whether a connection has to be told something later.</summary>
    public bool HasWaiting => _waiting.Count > 0;

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
            _watches.Add(watcher, watch = new Watch(watcher, viewer));
        var wanted = users.ToHashSet();
        foreach (var user in watch.Users.Where(u => !wanted.Contains(u)).ToList())
            Forget(watch, user, ended);
        foreach (var user in wanted)
        {
            if (!watch.Users.Add(user))
                continue;
            if (!_users.TryGetValue(user, out var watched))
            {
                _users.Add(user, watched = new Watched());
                begun.Add(user);
            }

            watched.Watches.Add(watch);
        }

        watch.IsReady = false;
        _waiting.Remove(watch);
    }

    /// <summary>The connection is gone, or watches nobody; adds to <paramref name="ended"/> the users that nobody here watches any more.</summary>
    public void Remove(TWatcher watcher, List<UserId> ended)
    {
        if (!_watches.Remove(watcher, out var watch))
            return;
        _waiting.Remove(watch);
        foreach (var user in watch.Users.ToList())
            Forget(watch, user, ended);
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
        if (watch.Dirty.Count > 0)
            _waiting.Add(watch);
    }

    /// <summary>Hands out what may be told at <paramref name="now"/>.</summary>
    public void Flush(DateTimeOffset now, Action<TWatcher, IReadOnlyList<StatusView>> tell)
    {
        foreach (var watch in _waiting)
        {
            if (watch.NextAt > now)
                continue;
            _waiting.Remove(watch);
            watch.NextAt = now + Interval;
            var views = new List<StatusView>(watch.Dirty.Count);
            foreach (var user in watch.Dirty)
                views.Add(_users[user].Last!.For(watch.Viewer));
            watch.Dirty.Clear();
            tell(watch.Watcher, views);
        }
    }

    private void Forget(Watch watch, UserId user, List<UserId> ended)
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

    private sealed class Watch(TWatcher watcher, UserId viewer)
    {
        public TWatcher Watcher { get; } = watcher;

        public UserId Viewer { get; } = viewer;

        public HashSet<UserId> Users { get; } = [];

        // Only users whose report is known.
        public HashSet<UserId> Dirty { get; } = [];

        public DateTimeOffset NextAt { get; set; }

        // False while a snapshot is being gathered, which will tell the same.
        public bool IsReady { get; set; }
    }

    private sealed class Watched
    {
        public HashSet<Watch> Watches { get; } = [];

        public StatusReport? Last { get; set; }
    }
}
