namespace AkkaRealtime.Routing.Calls.Sfu.Janus;

/// <summary>What a request to Janus was for, so that its answer finds its way.</summary>
internal enum JanusAsk
{
    /// <summary>Nobody waits for the answer.</summary>
    Nothing,

    /// <summary>A session.</summary>
    Session,

    /// <summary>The handle that rooms are made with.</summary>
    Control,

    /// <summary>A sign of life.</summary>
    KeepAlive,

    /// <summary>A room.</summary>
    Create,

    /// <summary>The end of a room.</summary>
    Destroy,

    /// <summary>A token that lets a participant in.</summary>
    Allow,

    /// <summary>A handle for what a participant sends.</summary>
    PublishHandle,

    /// <summary>The answer to a participant's first offer.</summary>
    Publish,

    /// <summary>The answer to a later offer.</summary>
    Republish,

    /// <summary>A handle for what a participant receives.</summary>
    SubscribeHandle,

    /// <summary>The first offer for a participant.</summary>
    Subscribe,

    /// <summary>The answer of a participant is taken.</summary>
    Start,

    /// <summary>A later offer: of more streams, or a new path.</summary>
    Update,
}
