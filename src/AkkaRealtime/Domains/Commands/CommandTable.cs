using AkkaRealtime.Domains.Handlers;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AkkaRealtime.Domains.Commands;

/// <summary>Runs the host's code for a command.</summary>
internal delegate Task<CommandReply> CommandCall(IServiceProvider services, Caller caller, SlashCommand command, CancellationToken cancel);

/// <summary>One command of the host's.</summary>
/// <param name="Entry">How it is offered.</param>
/// <param name="Role">The least role that may give it.</param>
/// <param name="Call">Carries it out.</param>
internal sealed record OwnCommand(CommandEntry Entry, string Role, CommandCall Call)
{
    /// <summary>A command that a class carries out, which is added to the services where it is not there.</summary>
    public static OwnCommand Of<THandler>(IServiceCollection services, CommandEntry entry, string role)
        where THandler : class, ICommandHandler
    {
        services.TryAddScoped<THandler>();
        return new OwnCommand(entry, role, (scope, caller, command, cancel) => scope.GetRequiredService<THandler>().RunAsync(caller, command, cancel));
    }
}

/// <summary>
/// The commands of the host, and the two requests about them: handlers of the library's own, bound to a room as the host's are, so that whoever is no member hears nothing of either.
/// </summary>
internal sealed class CommandTable
{
    // By name, which is the order in which they are offered.
    private readonly SortedDictionary<string, OwnCommand> _commands = new(StringComparer.Ordinal);

    /// <summary>Their part of the catalog: <c>chat.commands</c> and <c>chat.command</c>, which every server has.</summary>
    public IReadOnlyList<RequestType> Requests =>
    [
        new JsonRequestHandler<ChatCommandsRequest, ChatCommands>(
            ChatCommandsRequest.Type,
            CommandJson.Default.ChatCommandsRequest,
            ListAsync,
            (reply, @ref) => EnvelopeWriter.Write(ChatCommandsRequest.Type, reply, CommandJson.Default.ChatCommands, @ref)).Entry,
        new JsonRequestHandler<ChatCommandRequest, ChatCommandResult>(
            ChatCommandRequest.Type,
            CommandJson.Default.ChatCommandRequest,
            RunAsync,
            (reply, @ref) => EnvelopeWriter.Write(ChatCommandResult.Type, reply, CommandJson.Default.ChatCommandResult, @ref))
        { Cost = ChatCommandRequest.Cost }.Entry,
    ];

    /// <summary>Adds a command.</summary>
    /// <exception cref="ArgumentException">It can't be, or is there already; the message says what to change.</exception>
    public void Add(OwnCommand command)
    {
        var (name, description, usage) = command.Entry;
        if (CommandRules.Fault(name, description, usage, command.Role) is { } fault)
            throw new ArgumentException(fault, nameof(command));
        if (!_commands.TryAdd(name, command))
            throw new ArgumentException($"There are two commands /{name}. Give one of them another name.", nameof(command));
    }

    private async Task<Reply<ChatCommands>> ListAsync(IServiceProvider services, Caller caller, ChatCommandsRequest request, CancellationToken cancel)
    {
        var room = request.Room!.Value;
        var rank = RoomRoles.Rank(await RoleAsync(services, room, caller.User, cancel).ConfigureAwait(false));
        return new ChatCommands(room, [.. _commands.Values.Where(c => RoomRoles.Rank(c.Role) <= rank).Select(c => c.Entry)]);
    }

    private async Task<Reply<ChatCommandResult>> RunAsync(IServiceProvider services, Caller caller, ChatCommandRequest request, CancellationToken cancel)
    {
        var (room, name) = (request.Room!.Value, request.Name!);
        if (!_commands.TryGetValue(name, out var command))
            return new RequestError(ErrorCode.NotFound, $"There is no command /{name}.", "name");
        if (command.Role != RoomRoles.Member
            && RoomRoles.Rank(await RoleAsync(services, room, caller.User, cancel).ConfigureAwait(false)) < RoomRoles.Rank(command.Role))
        {
            return new RequestError(ErrorCode.Forbidden, $"/{name} is for {command.Role}s of the room.", "name");
        }

        var reply = await CallAsync(command, services, caller, new SlashCommand(room, name, request.Arguments?.Trim() ?? "", request.Key!), cancel).ConfigureAwait(false);
        return reply.Error is { } error ? error : new ChatCommandResult(room, name, reply.Text);
    }

    // What is logged names the request; which command it was has to be said beside it.
    private static async Task<CommandReply> CallAsync(OwnCommand command, IServiceProvider services, Caller caller, SlashCommand given, CancellationToken cancel)
    {
        try
        {
            return await command.Call(services, caller, given, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not StoreUnavailableException && !cancel.IsCancellationRequested)
        {
            throw new InvalidOperationException($"The command /{given.Name} failed.", e);
        }
    }

    private static async Task<string?> RoleAsync(IServiceProvider services, RoomId room, UserId user, CancellationToken cancel) =>
        (await services.GetRequiredService<IRooms>().AccessAsync(room, user, cancel).ConfigureAwait(false))?.Role;
}
