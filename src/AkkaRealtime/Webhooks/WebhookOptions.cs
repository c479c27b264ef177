namespace AkkaRealtime.Webhooks;

/// <summary>Where and how events are sent to other servers (docs/webhooks.md).</summary>
public sealed class WebhookOptions
{
    /// <summary>How many webhooks there may be. Default 100.</summary>
    public int MaxWebhooks { get; set; } = 100;

    /// <summary>
    /// Whether events may go to <c>http://</c> and to addresses that are not public: of the machine itself, of private networks, of a cloud's metadata. Default false, so that who may
    /// make webhooks can't reach what only the server can.
    /// </summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>Seconds within which a receiver has to answer. Default 10.</summary>
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>Hours for which an event that is not accepted is tried again, before it is given up and the next one of the room is sent. Default 72.</summary>
    public int RetryHours { get; set; } = 72;

    /// <summary>Events of one webhook that are under way at a time, each of another room. Default 8.</summary>
    public int Concurrency { get; set; } = 8;

    /// <summary>Hours for which events are signed with the former secret as well, after a new one was made. Default 24.</summary>
    public int SecretOverlapHours { get; set; } = 24;
}
