using System.Text.Json.Serialization;
using Akka.Actor;
using AkkaRealtime.Clustering;
using AkkaRealtime.Domains;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Sessions;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Tests.Domains;

/// <summary>A domain as a host writes one: a router, sharded owners, a topic for each of them, and what crosses nodes.</summary>
public sealed class WhiteboardDomain : IRealtimeDomain
{
    public static TopicKind Boards { get; } = new(100);

    public string Name => "whiteboard";

    public void Configure(DomainBuilder domain) => domain
        .Request<OpenBoardRequest>("whiteboard.open")
        .Request<DrawRequest>("whiteboard.draw")
        .Router<WhiteboardRouterActor>(context => Props.Create(() => new WhiteboardRouterActor(context)))
        .Owner<BoardActor, IBoardCommand>("boards", command => command.Board, (context, board) => Props.Create(() => new BoardActor(board, context)))
        .Topics<BoardActor>(Boards)
        .CrossesNodes("1", WhiteboardJson.Default.OpenBoard)
        .CrossesNodes("2", WhiteboardJson.Default.Draw);
}

/// <summary>Show me a board, and what is drawn on it from now on.</summary>
public sealed record OpenBoardRequest(string? Board) : IRequest
{
    public RequestError? Validate() => Board is null ? RequestError.Bad("board", "\"board\" is the id of a board.") : null;
}

/// <summary>Draw a stroke.</summary>
public sealed record DrawRequest(string? Board, string? Stroke) : IRequest
{
    public RequestError? Validate() => Board is null || Stroke is null ? RequestError.Bad("stroke", "\"board\" and \"stroke\" are missing.") : null;
}

/// <summary>A board as it is.</summary>
public sealed record BoardOpened(string Board, IReadOnlyList<string> Strokes);

/// <summary>A new stroke.</summary>
public sealed record StrokeDrawn(string Board, string Stroke, UserId By);

/// <summary>What the owner of a board is told.</summary>
public interface IBoardCommand : ICrossesNodes
{
    string Board { get; }
}

public sealed record OpenBoard(string Board, string? Ref) : IBoardCommand;

public sealed record Draw(string Board, string? Ref, UserId By, string Stroke) : IBoardCommand;

[JsonSourceGenerationOptions]
[JsonSerializable(typeof(OpenBoard))]
[JsonSerializable(typeof(Draw))]
internal sealed partial class WhiteboardJson : JsonSerializerContext;

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(BoardOpened))]
[JsonSerializable(typeof(StrokeDrawn))]
internal sealed partial class WhiteboardWire : JsonSerializerContext;

public sealed class WhiteboardRouterActor : UntypedActor
{
    private readonly DomainContext _context;
    private readonly TopicPublisher _publisher;

    public WhiteboardRouterActor(DomainContext context) => (_context, _publisher) = (context, context.Publisher(Context));

    protected override void PostStop() => _publisher.Stop();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ClientRequest { Body: OpenBoardRequest { Board: { } board } } request:
                Sender.Tell(new JoinTopic(new Topic(WhiteboardDomain.Boards, board), request.Ref, new OpenBoard(board, request.Ref)));
                break;
            case ClientRequest { Body: DrawRequest { Board: { } board, Stroke: { } stroke } } request:
                _context.HandOn<BoardActor>(request, new Draw(board, request.Ref, request.Caller.User, stroke), Sender);
                break;
            case OpenBoard open:
                _context.Owners<BoardActor>().Forward(open);
                break;
            default:
                if (!_publisher.TryHandle(message, Sender))
                    Unhandled(message);
                break;
        }
    }
}

public sealed class BoardActor(string board, DomainContext context) : UntypedActor
{
    private readonly Topic _topic = new(WhiteboardDomain.Boards, board);
    private readonly TopicInterest _interest = new(context.Node);
    private readonly List<string> _strokes = [];

    protected override void PreStart() => context.Router.Tell(new RenewInterest(_topic), Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case OpenBoard open:
                _interest.Add(Sender.Path.Address);
                Sender.Tell(EnvelopeWriter.Write("whiteboard.opened", new BoardOpened(board, [.. _strokes]), WhiteboardWire.Default.BoardOpened, open.Ref));
                break;
            case Draw draw:
                _strokes.Add(draw.Stroke);
                var drawn = new StrokeDrawn(board, draw.Stroke, draw.By);
                if (_interest.Any)
                    context.Router.Tell(new Broadcast(_interest.Relays, [new Publication(_topic, 0, EnvelopeWriter.Write("whiteboard.drawn", drawn, WhiteboardWire.Default.StrokeDrawn))]), Self);
                break;
            case Interest:
                _interest.Add(Sender.Path.Address);
                Sender.Tell(new Head(_topic, 0, [], false), Self);
                break;
            case NoInterest:
                _interest.Remove(Sender.Path.Address);
                break;
            case RelayGone gone:
                _interest.Remove(gone.Relay);
                break;
            default:
                Unhandled(message);
                break;
        }
    }
}
