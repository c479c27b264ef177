using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AkkaRealtime.Domains;
using AkkaRealtime.Domains.Commands;
using AkkaRealtime.Domains.Handlers;
using AkkaRealtime.Domains.Publishing;
using AkkaRealtime.Domains.Subscriptions;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AkkaRealtime;

/// <summary>
/// What a host adds to the server: requests that it answers, commands, and topics that its users may follow. Everything is checked when it is added, and
/// whatever is wrong stops the start with a sentence that says what to change.
/// </summary>
public sealed class RealtimeBuilder
{
    private readonly List<Func<RequestHandler>> _handlers = [];
    private readonly CommandTable _commands = new();
    private readonly HashSet<string> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TopicOptions> _topics = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DomainBuilder> _domains = new(StringComparer.Ordinal);

    internal RealtimeBuilder(IServiceCollection services) => Services = services;

    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>
    /// How requests are read, and replies and events written, where no <see cref="JsonTypeInfo{T}"/> is passed: camelCase, times in UTC with
    /// milliseconds, enums in kebab-case, nothing for null; a member that can't be null has to be there. Set it before the server is built; put a
    /// source-generated context in front of <see cref="JsonSerializerOptions.TypeInfoResolverChain"/> to do without reflection.
    /// </summary>
    public JsonSerializerOptions Json { get; } = EventJson.Defaults();

    /// <summary>How many requests to handlers run and wait on a node.</summary>
    public HandlerLimits Limits { get; } = new();

    /// <summary>
    /// Answers requests of a type. The reply, or the error, carries the request's <c>ref</c>. A request that implements <see cref="IRequest"/> is
    /// validated by itself, any other one by its data annotations; one that implements <see cref="IRoomBound"/> reaches the handler only from members of
    /// its room. Constructor, validation and handler run beside the actors; what they throw is answered with <see cref="ErrorCode.Internal"/>, and logged.
    /// Requests of one connection are answered in their order.
    /// </summary>
    /// <typeparam name="TRequest">The <c>data</c> of the request.</typeparam>
    /// <typeparam name="TReply">The <c>data</c> of the reply.</typeparam>
    /// <param name="type">The type of the request, such as <c>order.place</c>. <c>session</c>, <c>chat</c>, <c>call</c>, <c>status</c>, <c>people</c>, <c>topic</c>, <c>push</c>, <c>error</c> and all below them (<c>chat.…</c>) are the server's.</param>
    /// <param name="replyType">The type of the reply, such as <c>order.placed</c>.</param>
    /// <param name="handler">Answers; see <see cref="IRequestHandler{TRequest, TReply}.HandleAsync"/>.</param>
    /// <exception cref="ArgumentException">A type can't be a host's, or is handled already.</exception>
    public RealtimeBuilder Handle<TRequest, TReply>(
        string type, string replyType, Func<Caller, TRequest, CancellationToken, Task<Reply<TReply>>> handler)
        where TRequest : class
        where TReply : notnull
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Add<TRequest, TReply>(type, replyType, null, null, (_, caller, request, cancel) => handler(caller, request, cancel));
    }

    /// <summary>The same with source-generated JSON.</summary>
    /// <inheritdoc cref="Handle{TRequest, TReply}(string, string, Func{Caller, TRequest, CancellationToken, Task{Reply{TReply}}})"/>
    public RealtimeBuilder Handle<TRequest, TReply>(
        string type,
        string replyType,
        Func<Caller, TRequest, CancellationToken, Task<Reply<TReply>>> handler,
        JsonTypeInfo<TRequest> requestJson,
        JsonTypeInfo<TReply> replyJson)
        where TRequest : class
        where TReply : notnull
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Add(type, replyType, requestJson, replyJson, (_, caller, request, cancel) => handler(caller, request, cancel));
    }

    /// <summary>Answers requests of a type by a class, an instance of it a request, in a scope of its own. It is added to <see cref="Services"/> where it is not there.</summary>
    /// <inheritdoc cref="Handle{TRequest, TReply}(string, string, Func{Caller, TRequest, CancellationToken, Task{Reply{TReply}}})"/>
    /// <typeparam name="TRequest">The <c>data</c> of the request.</typeparam>
    /// <typeparam name="TReply">The <c>data</c> of the reply.</typeparam>
    /// <typeparam name="THandler">Answers.</typeparam>
    /// <param name="type">The type of the request.</param>
    /// <param name="replyType">The type of the reply.</param>
    /// <param name="requestJson">Reads the request; left out, <see cref="Json"/> does.</param>
    /// <param name="replyJson">Writes the reply; left out, <see cref="Json"/> does.</param>
    public RealtimeBuilder Handle<TRequest, TReply, THandler>(
        string type, string replyType, JsonTypeInfo<TRequest>? requestJson = null, JsonTypeInfo<TReply>? replyJson = null)
        where TRequest : class
        where TReply : notnull
        where THandler : class, IRequestHandler<TRequest, TReply>
    {
        Services.TryAddScoped<THandler>();
        return Add(
            type,
            replyType,
            requestJson,
            replyJson,
            (services, caller, request, cancel) => services.GetRequiredService<THandler>().HandleAsync(caller, request, cancel));
    }

    /// <summary>Takes requests of a type that has no reply, such as a hint that somebody types: the client hears of it only where the handler returns an error.</summary>
    /// <inheritdoc cref="Handle{TRequest, TReply}(string, string, Func{Caller, TRequest, CancellationToken, Task{Reply{TReply}}})"/>
    /// <typeparam name="TRequest">The <c>data</c> of the request.</typeparam>
    /// <param name="type">The type of the request.</param>
    /// <param name="handler">Returns null, or why the request was refused.</param>
    /// <param name="requestJson">Reads the request; left out, <see cref="Json"/> does.</param>
    public RealtimeBuilder Handle<TRequest>(
        string type, Func<Caller, TRequest, CancellationToken, Task<RequestError?>> handler, JsonTypeInfo<TRequest>? requestJson = null)
        where TRequest : class
    {
        ArgumentNullException.ThrowIfNull(handler);
        Take(type);
        _handlers.Add(() => new JsonRequestHandler<TRequest, bool>(
            type,
            requestJson ?? TypeInfo<TRequest>(),
            async (_, caller, request, cancel) => await handler(caller, request, cancel).ConfigureAwait(false) is { } error ? error : true,
            (_, _) => null));
        return this;
    }

    /// <summary>
    /// Adds a slash command: members of a room type <c>/deploy 1.2</c>, and the handler answers. Clients are offered it with its description
    /// (<c>chat.commands</c>). It runs beside the actors and under <see cref="Limits"/>, as requests to handlers do; what it throws is answered with
    /// <see cref="ErrorCode.Internal"/>, and logged.
    /// </summary>
    /// <param name="name">What is typed behind the slash: 1 to 32 of a-z, 0-9, - and _, beginning with a letter. <c>help</c> is the page's own.</param>
    /// <param name="description">What it does, as people read it in the list: at most 200 characters.</param>
    /// <param name="usage">What is typed behind the name, such as <c>&lt;version&gt;</c>: at most 100 characters. Null: nothing.</param>
    /// <param name="handler">Carries it out: see <see cref="ICommandHandler.RunAsync"/>.</param>
    /// <exception cref="ArgumentException">It can't be, or there is one of the name already; the message says what to change.</exception>
    public RealtimeBuilder Command(
        string name, string description, string? usage, Func<Caller, SlashCommand, CancellationToken, Task<CommandReply>> handler) =>
        Command(name, description, usage, RoomRoles.Member, handler);

    /// <summary>Adds a slash command that is not for every member.</summary>
    /// <inheritdoc cref="Command(string, string, string?, Func{Caller, SlashCommand, CancellationToken, Task{CommandReply}})"/>
    /// <param name="name">What is typed behind the slash.</param>
    /// <param name="description">What it does, as people read it in the list.</param>
    /// <param name="usage">What is typed behind the name. Null: nothing.</param>
    /// <param name="role">The least role in the room that may give it, and is offered it: <c>member</c>, <c>admin</c> or <c>owner</c>.</param>
    /// <param name="handler">Carries it out.</param>
    public RealtimeBuilder Command(
        string name, string description, string? usage, string role, Func<Caller, SlashCommand, CancellationToken, Task<CommandReply>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _commands.Add(new OwnCommand(new CommandEntry(name, description, usage), role, (_, caller, command, cancel) => handler(caller, command, cancel)));
        return this;
    }

    /// <summary>Adds a slash command that a class carries out, an instance of it a command, in a scope of its own. It is added to <see cref="Services"/> where it is not there.</summary>
    /// <inheritdoc cref="Command(string, string, string?, Func{Caller, SlashCommand, CancellationToken, Task{CommandReply}})"/>
    /// <typeparam name="THandler">Carries it out.</typeparam>
    /// <param name="name">What is typed behind the slash.</param>
    /// <param name="description">What it does, as people read it in the list.</param>
    /// <param name="usage">What is typed behind the name. Null: nothing.</param>
    /// <param name="role">The least role in the room that may give it.</param>
    public RealtimeBuilder Command<THandler>(string name, string description, string? usage = null, string role = "member")
        where THandler : class, ICommandHandler
    {
        _commands.Add(OwnCommand.Of<THandler>(Services, new CommandEntry(name, description, usage), role));
        return this;
    }

    /// <summary>
    /// Allows clients to follow a topic (<c>topic.subscribe</c>), and <see cref="IRealtimePublisher.ToTopicAsync"/> to publish to it. Topics that are not
    /// named are forbidden.
    /// </summary>
    /// <param name="pattern">
    /// A name, such as <c>prices</c>, or what names begin with, such as <c>orders.*</c>: 1 to 128 letters, digits and <c>_ . : @ / -</c>. A name goes before
    /// a beginning, a longer beginning before a shorter one.
    /// </param>
    /// <param name="configure">Who may follow, and how many of the last events are kept. Left out: everybody who is signed in, none.</param>
    /// <exception cref="ArgumentException">The pattern or an option is wrong, or the pattern was named before.</exception>
    public RealtimeBuilder Topic(string pattern, Action<TopicOptions>? configure = null)
    {
        var options = new TopicOptions();
        configure?.Invoke(options);
        if ((TopicRules.PatternFault(pattern) ?? TopicRules.OptionsFault(pattern, options)) is { } fault)
            throw new ArgumentException(fault, nameof(pattern));
        if (!_topics.TryAdd(pattern, options))
            throw new ArgumentException($"The topic {pattern} is named twice. Name it once.", nameof(pattern));
        return this;
    }

    /// <summary>Adds a domain: a router, and what belongs to it.</summary>
    /// <exception cref="ArgumentException">Its name, one of its types, kinds of topics or actors is taken, or can't be.</exception>
    /// <exception cref="InvalidOperationException">A part is missing: the router, or the owners of its topics.</exception>
    public RealtimeBuilder Domain<TDomain>()
        where TDomain : IRealtimeDomain, new() => Domain(new TDomain());

    /// <inheritdoc cref="Domain{TDomain}()"/>
    public RealtimeBuilder Domain(IRealtimeDomain domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        if (DomainNames.Fault(domain.Name) is { } fault)
            throw new ArgumentException(fault, nameof(domain));
        if (_domains.ContainsKey(domain.Name))
            throw new ArgumentException($"There are two domains named {domain.Name}. Give one of them another name.", nameof(domain));
        var builder = new DomainBuilder(domain.Name, Services, Json);
        domain.Configure(builder);
        if (builder.Missing() is { } missing)
            throw new InvalidOperationException(missing);
        foreach (var other in _domains.Values)
        {
            if (builder.Conflict(other) is { } conflict)
                throw new ArgumentException(conflict, nameof(domain));
        }

        foreach (var type in builder.Types)
            Take(type);
        foreach (var command in builder.Commands)
            _commands.Add(command);
        _domains.Add(domain.Name, builder);
        return this;
    }

    /// <summary>The domains.</summary>
    internal IReadOnlyCollection<DomainBuilder> Domains => _domains.Values;

    /// <summary>The host's part of the catalog of requests, when it has said everything.</summary>
    /// <exception cref="ArgumentException">Something is wrong; the message says what to change.</exception>
    internal IReadOnlyList<RequestType> Build()
    {
        if (Limits.Fault() is { } fault)
            throw new ArgumentException(fault);
        return [.. _commands.Requests, .. BuildHandlers().Select(handler => handler.Entry), .. Domains.SelectMany(domain => domain.BuildRequests())];
    }

    /// <summary>The handlers, but for those of commands.</summary>
    internal IReadOnlyList<RequestHandler> BuildHandlers() => [.. _handlers.Select(make => make())];

    /// <summary>The topics, when the host and its operator have said everything.</summary>
    /// <exception cref="OptionsValidationException">Both name the same topics.</exception>
    internal TopicRules BuildTopics(IReadOnlyDictionary<string, ConfiguredTopic> configured)
    {
        var topics = new Dictionary<string, TopicOptions>(_topics, StringComparer.Ordinal);
        var twice = configured.Where(t => !topics.TryAdd(t.Value.Pattern(t.Key), t.Value.Options(t.Key))).ToList();
        return twice.Count == 0 ? new TopicRules(topics) : throw new OptionsValidationException(
            RealtimeOptions.Section,
            typeof(RealtimeOptions),
            twice.Select(t => $"AkkaRealtime:Topics:{t.Key} names topics that the app names itself ({t.Value.Pattern(t.Key)}). Remove it from the configuration, or from the app."));
    }

    private RealtimeBuilder Add<TRequest, TReply>(
        string type, string replyType, JsonTypeInfo<TRequest>? requestJson, JsonTypeInfo<TReply>? replyJson, HandlerCall<TRequest, TReply> call)
        where TRequest : class
        where TReply : notnull
    {
        WireTypes.Check(replyType, nameof(replyType));
        Take(type);
        _handlers.Add(() =>
        {
            var written = replyJson ?? TypeInfo<TReply>();
            if (written.Kind is not (JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary))
                throw new ArgumentException($"The reply to {type}, {typeof(TReply).Name}, is written as something else than a JSON object. Put it into a record.", nameof(type));
            return new JsonRequestHandler<TRequest, TReply>(
                type, requestJson ?? TypeInfo<TRequest>(), call, (reply, @ref) => EnvelopeWriter.Write(replyType, reply, written, @ref));
        });
        return this;
    }

    private void Take(string type)
    {
        WireTypes.Check(type, nameof(type));
        if (!_types.Add(type))
            throw new ArgumentException($"The type '{type}' is handled twice. Give one of them another name.", nameof(type));
    }

    private JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)Json.GetTypeInfo(typeof(T));
}
