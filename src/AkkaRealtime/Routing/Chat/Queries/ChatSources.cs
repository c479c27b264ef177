using AkkaRealtime.Routing.Chat.Settings;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Store.Bookmarks;
using AkkaRealtime.Routing.Chat.Store.Invitations;
using AkkaRealtime.Routing.Chat.Store.Reports;
using AkkaRealtime.Routing.Chat.Store.Scheduled;
using AkkaRealtime.Routing.Chat.Store.Threads;
using AkkaRealtime.Routing.Users.Pictures;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Routing.Users.Store.Blocks;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Files;

namespace AkkaRealtime.Routing.Chat.Queries;

/// <summary>What chat's reads have at hand.</summary>
/// <param name="Chat">Rooms and messages.</param>
/// <param name="Invitations">Who is asked to come into a room.</param>
/// <param name="Reports">What users have reported.</param>
/// <param name="Users">Who has ever signed in.</param>
/// <param name="Blocks">Who doesn't want to hear of whom.</param>
/// <param name="Bookmarks">What users have saved for later.</param>
/// <param name="Scheduled">What users want sent at a time to come.</param>
/// <param name="Threads">Which threads users follow.</param>
/// <param name="Pictures">Pictures of people.</param>
/// <param name="Files">What users have uploaded.</param>
/// <param name="Journal">Takes what a user sets for themselves.</param>
/// <param name="People">Who may be found and invited.</param>
/// <param name="Options">Who may bring whom into a room, and how much may be scheduled.</param>
/// <param name="Time">The clock that times to come are compared with, and long reads are ended by.</param>
internal sealed record ChatSources(
    IChatStore Chat, IInvitationStore Invitations, IReportStore Reports, IUserStore Users, IBlockStore Blocks, IBookmarkStore Bookmarks, IScheduledStore Scheduled, IThreadStore Threads, PictureService Pictures, IFileRows Files, IJournal Journal, PeopleOptions People, ChatOptions Options, TimeProvider Time);
