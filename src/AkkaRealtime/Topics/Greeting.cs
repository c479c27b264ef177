using AkkaRealtime.Clustering;

namespace AkkaRealtime.Topics;

/// <summary>A node that has joined greets all others, until each has answered: published to <see cref="TopicNames.Greetings"/>. The sender says where the answer goes.</summary>
internal sealed record Greeting : ICrossesNodes
{
    /// <summary>The only one.</summary>
    public static readonly Greeting Instance = new();
}

/// <summary>The answer to <see cref="Greeting"/>, published to <see cref="TopicNames.Answers"/>: to arrive there, this node's mediator has to know the other's topics.</summary>
internal sealed record GreetingAnswer : ICrossesNodes
{
    /// <summary>The only one.</summary>
    public static readonly GreetingAnswer Instance = new();
}
