using Akka.Actor;
using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;
using AkkaRealtime.EventLoops;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Execution;
using AkkaRealtime.Sessions;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Routing.Chat.Router;

/// <summary>
/// Chat's router, one a node. It has three jobs: requests go to the owners of rooms, with the connection as their sender; what only reads goes to the
/// <see cref="ChatReader"/>; and what this node's owners broadcast goes through the <see cref="TopicPublisher"/> to the mediator. It waits for nothing.
/// </summary>
internal sealed class ChatRouterActor : RouterActor
{
    private readonly ChatReader _reader;
    private readonly JudgedMessages? _judged;
    private readonly Func<IActorRef> _rooms;
    private readonly TimeProvider _time;
    private readonly TopicPublisher _publisher;
    private readonly RoomOwners _owners;

    private ChatRouterActor(
        ChatReader reader, Func<IActorRef> rooms, Func<IActorContext, TopicPublisher> publisher, TimeProvider time, RoomOwners? owners, JudgedMessages? judged)
    {
        _reader = reader;
        _judged = judged;
        _rooms = rooms;
        _time = time;
        _publisher = publisher(Context);
        _owners = owners ?? RoomOwners.AlwaysThere;
    }

    /// <summary>Makes the router.</summary>
    /// <param name="reader">Answers what only reads.</param>
    /// <param name="rooms">The region of rooms; asked for when it is first needed.</param>
    /// <param name="publisher">Makes the publisher of this actor.</param>
    /// <param name="time">The clock that ids take their time from.</param>
    /// <param name="owners">Says which of them can't be reached; null: none.</param>
    /// <param name="judged">Has messages judged before they go on; null: none are.</param>
    public static Props Props(
        ChatReader reader,
        Func<IActorRef> rooms,
        Func<IActorContext, TopicPublisher> publisher,
        TimeProvider time,
        RoomOwners? owners = null,
        JudgedMessages? judged = null) => Producer.Of(() => new ChatRouterActor(reader, rooms, publisher, time, owners, judged)).WithDispatcher(EventLoopDispatcher.Id);

    /// <inheritdoc/>
    protected override void PostStop() => _publisher.Stop();

    /// <inheritdoc/>
    protected override void Handle(object message)
    {
        switch (message)
        {
            case ClientRequest { Body: IRoomRequest { Room: { } } } held when _judged?.TryHold(held, Sender, Self) == true:
                break;
            case ClientRequest { Body: IRoomRequest { Room: { } room } body } request:
                HandOn(request, new RoomRequest(room, request.Caller, request.Ref, body) { Trace = request.Trace });
                break;
            case Judged { Request: { Body: IRoomRequest { Room: { } room } body } request }:
                HandOn(request, new RoomRequest(room, request.Caller, request.Ref, body) { Trace = request.Trace });
                break;
            case ClientRequest { Body: ChatCreateRequest body } request:
                var made = body.Key is { } key ? RoomKeys.OfUser(request.Caller.User, key) : NewRoomId();
                HandOn(request, new CreateRoom(made, request.Caller, request.Ref, body) { Trace = request.Trace });
                break;
            case ClientRequest { Body: ChatDirectRequest body } request:
                _reader.OpenDirect(new OpenPair(NewRoomId(), request.Caller, body.User!.Value, request.Ref, null), Sender, request);
                break;
            case OpenDirectRoom open:
                _reader.OpenDirect(new OpenPair(NewRoomId(), open.Caller, open.Other, null, open.Token), Sender);
                break;
            case FollowTopics entered:
                _publisher.PublishToEverybody(entered);
                break;
            case GetEntered get:
                _reader.AnswerEntered(get, Sender);
                break;
            case GetMemberships get:
                _reader.AnswerMemberships(get, Sender);
                break;
            case ClientRequest request when _reader.TryAnswer(request, Sender):
                break;
            default:
                if (!_publisher.TryHandle(message, Sender))
                    Unhandled(message);
                break;
        }
    }

    private void HandOn(ClientRequest request, IRoomCommand command)
    {
        if (!_reader.TryCheckPeople(request, command, Sender) && _owners.TryExpect(command.Room, request, Sender))
            _rooms().Forward(command);
    }

    private RoomId NewRoomId() => _owners.NewId(_time.GetUtcNow());
}
