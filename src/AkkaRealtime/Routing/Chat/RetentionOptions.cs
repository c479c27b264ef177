namespace AkkaRealtime.Routing.Chat;

/// <summary>How long messages are kept, section <c>AkkaRealtime:Retention</c>.</summary>
public sealed class RetentionOptions
{
    /// <summary>How many days messages are kept in rooms that have no retention of their own. Default 0: forever.</summary>
    public int Days { get; set; }

    /// <summary>Minutes between two sweeps for expired messages. Default 60.</summary>
    public int SweepMinutes { get; set; } = 60;

    /// <summary>
    /// Whether a member's deletion also takes the text of the message and of its edits out of the log, so that <c>chat.sync</c> sends them without it.
    /// A deletion by an administrator always does. Default false.
    /// </summary>
    public bool RedactDeletedMessages { get; set; }
}
