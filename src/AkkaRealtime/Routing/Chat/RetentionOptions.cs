namespace AkkaRealtime.Routing.Chat;

/// <summary>For how long what is said is kept.</summary>
public sealed class RetentionOptions
{
    /// <summary>Days for which messages are kept, in rooms that have no time of their own. Default 0: for ever.</summary>
    public int Days { get; set; }

    /// <summary>Minutes between two sweeps for what is past its time. Default 60.</summary>
    public int SweepMinutes { get; set; } = 60;

    /// <summary>
    /// Whether a member's deletion also takes the text of the message and of its edits out of the log, so that <c>chat.sync</c> tells it no more.
    /// A deletion by an administrator always does. Default true; false keeps a log of all that was ever said.
    /// </summary>
    public bool RedactDeletedMessages { get; set; } = true;
}
