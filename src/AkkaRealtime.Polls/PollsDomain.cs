using Akka.Actor;
using AkkaRealtime.Domains;
using AkkaRealtime.Polls.Owner;
using AkkaRealtime.Polls.Store;
using AkkaRealtime.Polls.Store.Memory;
using AkkaRealtime.Polls.Store.Postgres;
using AkkaRealtime.Polls.Store.Sqlite;
using AkkaRealtime.Polls.Wire;
using AkkaRealtime.Storage.Memory;
using AkkaRealtime.Storage.Postgres;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Polls;

/// <summary>
/// Polls in rooms: a member opens one, all members vote, who opened it closes it. What happens stands in the room's log; polls and votes are kept in
/// tables of their own, written in the same commits.
/// </summary>
/// <param name="isOpen">
/// False: nobody can open polls, see them or vote, as on a server without them. What is in the log is derived all the same, so that tables are not behind it when polls are back,
/// and whoever is erased is erased there as well.
/// </param>
public sealed class PollsDomain(bool isOpen) : IRealtimeDomain
{
    /// <summary>Polls that are open.</summary>
    public PollsDomain()
        : this(isOpen: true)
    {
    }

    /// <inheritdoc/>
    public string Name => "polls";

    /// <inheritdoc/>
    public void Configure(DomainBuilder domain)
    {
        Keep(domain);
        if (isOpen)
            Answer(domain);
    }

    private static void Answer(DomainBuilder domain) => domain
        .Request<PollOpenRequest>("poll.open")
        .Request<PollVoteRequest>("poll.vote")
        .Request<PollCloseRequest>("poll.close")
        .Request<PollGetRequest>("poll.get")
        .Command<PollSlashCommand>("poll", "Asks everybody in the room to choose", "question | answer | answer")
        .Router<PollRouterActor>(context => Props.Create(() => new PollRouterActor(context)))
        .Owner<PollActor, IPollCommand>("polls", command => command.Poll, (context, poll) => Props.Create(() => new PollActor(poll, context)))
        .CrossesNodes("1", PollNodeJson.Default.OpenPoll)
        .CrossesNodes("2", PollNodeJson.Default.Vote)
        .CrossesNodes("3", PollNodeJson.Default.ClosePoll)
        .CrossesNodes("4", PollNodeJson.Default.GetPoll);

    private static void Keep(DomainBuilder domain) => domain
        .SqliteTables(new SqlitePollTables()).Reads<SqliteEngine, IPollReads>(engine => new SqlitePollReads(engine))
        .PostgresTables(new PostgresPollTables()).Reads<PostgresEngine, IPollReads>(engine => new PostgresPollReads(engine))
        .MemoryTables(new MemoryPollTables()).Reads<MemoryEngine, IPollReads>(engine => new MemoryPollReads(engine));
}
